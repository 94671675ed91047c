using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>Element types here and there.</summary>
internal static class OnnxTypes
{
    /// <summary>The type as which numbers are written: a graph holds Float32 and Int32.</summary>
    public static TensorProto.Types.DataType Of(ElementType type) => type switch
    {
        ElementType.Float32 => TensorProto.Types.DataType.Float,
        ElementType.Int32 => TensorProto.Types.DataType.Int32,
        _ => throw new DescentException("ONNX files are written in Float32; a part of the model computes in Float64. Call model.Convert(ElementType.Float32) first."),
    };
}
