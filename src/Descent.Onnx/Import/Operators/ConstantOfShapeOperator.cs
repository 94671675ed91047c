namespace Descent.Onnx;

/// <summary>One number in a given shape.</summary>
internal sealed class ConstantOfShapeOperator() : OnnxOperator("ConstantOfShape")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var shape = call.Checked(call.Integers(0));
        if (call.Node.Tensor("value") is not { } given)
        {
            return [new OnnxValue(Tensor.Zeros(shape, call.FloatType), OnnxKind.Numbers, IsStatic: true)];
        }

        var value = new TensorReader("").Read(given);
        call.Node.Require(value.Shape.Count == 1, "its value is no single number");
        return [value.Kind == OnnxKind.Integers
            ? new OnnxValue(Tensor.Full(shape, value.ToIntegers()[0]).To(ElementType.Int32), OnnxKind.Integers, IsStatic: true)
            : new OnnxValue(value.Tensor.Reshape(Shape.Scalar).BroadcastTo(shape).To(call.FloatType), value.Kind, IsStatic: true)];
    }
}
