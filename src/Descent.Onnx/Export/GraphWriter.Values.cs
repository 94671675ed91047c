using System.Globalization;
using System.Runtime.InteropServices;
using Descent.Onnx.Schema;
using Google.Protobuf;

namespace Descent.Onnx;

/// <summary>Constants, and the nodes that exports need again and again.</summary>
internal sealed partial class GraphWriter
{
    private readonly Dictionary<string, string> constants = [];
    private readonly List<NodeProto> constantNodes = [];
    private string? batchSize;

    /// <summary>A number as a constant of its own or an equal one before.</summary>
    public string Number(double value)
        => Constant(string.Create(CultureInfo.InvariantCulture, $"number {(float)value:R}"), () => Tensor.Scalar(value));

    /// <summary>Whole numbers as an int64 constant.</summary>
    public string Integers(params ReadOnlySpan<int> values)
    {
        var numbers = Array.ConvertAll(values.ToArray(), value => (long)value);
        var key = $"integers {string.Join(' ', numbers)}";
        if (!constants.TryGetValue(key, out var name))
        {
            constants[key] = name = Constant(new TensorProto
            {
                DataType = (int)TensorProto.Types.DataType.Int64,
                Dims = { numbers.Length },
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(numbers)),
            });
        }

        return name;
    }

    /// <summary>A tensor of constants. It is a node, so that all initializers are parameters.</summary>
    public string Constant(Tensor value) => Constant(Proto(value));

    /// <summary>The same value under a shape.</summary>
    public string Reshape(string input, BatchShape shape)
    {
        var batch = shape.BatchAxes();
        if (batch.Count > 1)
        {
            return Node("Reshape", [input, Lengths(shape)]);
        }

        var lengths = shape.First.Lengths.ToArray();
        foreach (var axis in batch)
        {
            lengths[axis] = -1;
        }

        return Node("Reshape", [input, Integers(lengths)]);
    }

    /// <summary>The lengths of a shape, those of the batch worked out as the graph runs.</summary>
    public string Lengths(BatchShape shape)
    {
        if (shape.BatchAxes().Count == 0)
        {
            return Integers(shape.First.Lengths);
        }

        batchSize ??= Node("Gather", [Node("Shape", [graph.Input[0].Name]), Integers(0)], Attributes.Integer("axis", 0));
        return Node("Concat", [.. Enumerable.Range(0, shape.Rank).Select(axis => shape.Multiple(axis) switch
        {
            0 => Integers(shape.First[axis]),
            1 => batchSize,
            var times => Node("Mul", [batchSize, Integers(times)]),
        })], Attributes.Integer("axis", 0));
    }

    /// <summary>Whether numbers are not 0.</summary>
    public string Truth(string input) => Node("Cast", [input], Attributes.Integer("to", (long)TensorProto.Types.DataType.Bool));

    /// <summary>A value in another element type.</summary>
    public string Cast(string input, ElementType type) => Node("Cast", [input], Attributes.Integer("to", (long)OnnxTypes.Of(type)));

    /// <summary>A part of a value along an axis.</summary>
    public string Slice(string input, int axis, int start, int end) => Node("Slice", [input, Integers(start), Integers(end), Integers(axis)]);

    private static TensorProto Proto(Tensor value) => new()
    {
        DataType = (int)OnnxTypes.Of(value.Type),
        Dims = { value.Shape.Select(length => (long)length) },
        RawData = ByteString.CopyFrom(value.Type == ElementType.Int32
            ? MemoryMarshal.AsBytes(value.ToArray<int>().AsSpan())
            : MemoryMarshal.AsBytes(value.ToArray<float>().AsSpan())),
    };

    private string Constant(TensorProto value)
    {
        var name = Fresh("Constant");
        constantNodes.Add(new NodeProto
        {
            Name = name,
            OpType = "Constant",
            Output = { name },
            Attribute = { new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = value } },
        });
        return name;
    }

    private string Constant(string key, Func<Tensor> value)
        => constants.TryGetValue(key, out var name) ? name : constants[key] = Constant(value());
}
