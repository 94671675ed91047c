using DataType = Descent.Onnx.Schema.TensorProto.Types.DataType;

namespace Descent.Onnx;

/// <summary>Another element type. All floats but double are Float32, all whole numbers Int32.</summary>
internal sealed class CastOperator() : OnnxOperator("Cast")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var to = (DataType)call.Node.Integer("to", 0);
        switch (to)
        {
            case DataType.Bool:
                var numbers = call.AsFloating(0).Detached();
                var isZero = numbers.AtLeast(0.0) * (0.0 - numbers).AtLeast(0.0);
                return [value.Kind == OnnxKind.Truths ? value : call.Truth((1.0 - isZero).To(call.FloatType))];
            case DataType.Double:
                return [new OnnxValue(value.Tensor.To(ElementType.Float64), OnnxKind.Numbers, value.IsStatic)];
            case DataType.Float or DataType.Float16 or DataType.Bfloat16:
                return [new OnnxValue(value.Tensor.To(call.FloatType), OnnxKind.Numbers, value.IsStatic)];
            default:
                call.Node.Require(to is >= DataType.Uint8 and <= DataType.Int64 or DataType.Uint32 or DataType.Uint64, $"a cast to {to} is not known");
                return [new OnnxValue(value.Tensor.To(ElementType.Int32), OnnxKind.Integers, value.IsStatic)];
        }
    }
}
