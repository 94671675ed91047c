namespace Descent.Onnx;

/// <summary>Softmax along an axis; before version 13, over that axis and all after it.</summary>
internal sealed class SoftmaxOperator(string type, Func<Tensor, int, Tensor> function) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var x = call.Numbers();
        if (call.Node.OperatorSet >= 13)
        {
            return [(OnnxValue)function(x, call.Node.Integer("axis", -1))];
        }

        var axis = x.Shape.Axis(call.Node.Integer("axis", 1));
        return [(OnnxValue)function(x.Reshape(x.Shape.Product(0, axis), x.Shape.Product(axis, x.Shape.Rank)), 1).Reshape(x.Shape)];
    }
}
