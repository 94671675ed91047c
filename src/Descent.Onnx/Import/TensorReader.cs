using System.Globalization;
using System.Runtime.InteropServices;
using Descent.Onnx.Schema;
using DataType = Descent.Onnx.Schema.TensorProto.Types.DataType;

namespace Descent.Onnx;

/// <summary>Reads the tensors of an ONNX file; lengths are held against what is there before memory is asked for.</summary>
/// <param name="path">The file, beside which numbers of their own files lie.</param>
internal sealed class TensorReader(string path)
{
    /// <summary>The tensor: 64-bit floats as Float64, others as Float32, whole numbers as Int32, truth values as 1 and 0.</summary>
    /// <exception cref="ModelFileException">It is damaged, too large or of a type that is not known.</exception>
    public OnnxValue Read(TensorProto tensor)
    {
        var name = tensor.Name;
        var shape = ShapeOf(tensor);
        var type = (DataType)tensor.DataType;
        if (Format(type) is not { } format)
        {
            throw new ModelFileException($"'{path}': the tensor '{name}' holds {type}, which is not read.");
        }

        var typed = tensor.FloatData.Count + tensor.DoubleData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.Uint64Data.Count;
        byte[] bytes;
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            bytes = new ExternalData(path, name).Read(tensor.ExternalData, (long)shape.Count * format.Size());
        }
        else if (tensor.HasRawData || typed == 0)
        {
            bytes = tensor.RawData.Length == (long)shape.Count * format.Size()
                ? tensor.RawData.ToByteArray()
                : throw Wrong(name, shape, type, string.Create(CultureInfo.InvariantCulture, $"has {tensor.RawData.Length} bytes"));
        }
        else
        {
            bytes = typed == shape.Count ? Bytes(tensor, format) : throw Wrong(name, shape, type, $"has {typed} numbers");
        }

        if (format == NumberFormat.Int64)
        {
            var values = Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), NodeDefinition.Narrow);
            return new OnnxValue(Tensor.From<int>(values, shape), OnnxKind.Integers, IsStatic: true);
        }

        try
        {
            var made = new StridedNumbers(bytes, format, shape, StridedNumbers.Dense(shape, firstInnermost: false)).ToTensor();
            return format == NumberFormat.Boolean
                ? new OnnxValue(made.To(ElementType.Float32), OnnxKind.Truths, IsStatic: true)
                : new OnnxValue(made, made.Type.IsFloating() ? OnnxKind.Numbers : OnnxKind.Integers, IsStatic: true);
        }
        catch (OverflowException error)
        {
            throw new ModelFileException($"'{path}': the tensor '{name}': {error.Message}", error);
        }
    }

    private Shape ShapeOf(TensorProto tensor)
    {
        try
        {
            return new Shape([.. tensor.Dims.Select(length => checked((int)length))]);
        }
        catch (Exception error) when (error is OverflowException or ShapeException)
        {
            throw new ModelFileException($"'{path}': the tensor '{tensor.Name}' cannot be [{string.Join(", ", tensor.Dims)}]: a length is negative, or it is too large.", error);
        }
    }

    private static byte[] Bytes(TensorProto tensor, NumberFormat format) => format switch
    {
        NumberFormat.Float32 => Bytes<float>([.. tensor.FloatData]),
        NumberFormat.Float64 => Bytes<double>([.. tensor.DoubleData]),
        NumberFormat.Int64 => Bytes<long>([.. tensor.Int64Data]),
        NumberFormat.UInt64 => Bytes<ulong>([.. tensor.Uint64Data]),
        NumberFormat.UInt32 => Bytes<uint>([.. tensor.Uint64Data.Select(value => (uint)value)]),
        NumberFormat.Int32 => Bytes<int>([.. tensor.Int32Data]),
        NumberFormat.Int16 or NumberFormat.UInt16 or NumberFormat.Float16 or NumberFormat.BFloat16 => Bytes<short>([.. tensor.Int32Data.Select(value => (short)value)]),
        _ => Bytes<byte>([.. tensor.Int32Data.Select(value => (byte)value)]),
    };

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged
        => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static NumberFormat? Format(DataType type) => type switch
    {
        DataType.Float => NumberFormat.Float32,
        DataType.Double => NumberFormat.Float64,
        DataType.Float16 => NumberFormat.Float16,
        DataType.Bfloat16 => NumberFormat.BFloat16,
        DataType.Int8 => NumberFormat.Int8,
        DataType.Int16 => NumberFormat.Int16,
        DataType.Int32 => NumberFormat.Int32,
        DataType.Int64 => NumberFormat.Int64,
        DataType.Uint8 => NumberFormat.UInt8,
        DataType.Uint16 => NumberFormat.UInt16,
        DataType.Uint32 => NumberFormat.UInt32,
        DataType.Uint64 => NumberFormat.UInt64,
        DataType.Bool => NumberFormat.Boolean,
        _ => null,
    };

    private ModelFileException Wrong(string name, Shape shape, DataType type, string found)
        => new($"'{path}' is cut or damaged: the tensor '{name}' is {shape} of {type}, and {found}.");
}
