using Descent.Onnx;
using Descent.Onnx.Schema;
using Google.Protobuf;

namespace Descent.Tests.Onnx;

/// <summary>A well-formed file whose graph lies: other numbers in attributes and shapes, other names, operators, types and places.</summary>
internal static class GraphMutation
{
    private static readonly long[] Lies = [0, 1, -1, 2, 7, -3, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 33];
    private static readonly string[] Operators = [.. OnnxOperators.Names];

    public static byte[] Of(byte[] sound, Random random)
    {
        var model = ModelProto.Parser.ParseFrom(sound);
        for (var change = 1 + (random.Next(3) / 2); change > 0; change--)
        {
            Change(model.Graph, random);
        }

        return model.ToByteArray();
    }

    private static void Change(GraphProto graph, Random random)
    {
        var node = Any(graph.Node, random);
        switch (random.Next(10))
        {
            case 0:
                node.OpType = Operators[random.Next(Operators.Length)];
                break;
            case 1 when node.Attribute.Count > 0:
                Lie(Any(node.Attribute, random), random);
                break;
            case 2 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = Any([.. graph.Node.SelectMany(other => other.Output), .. graph.Initializer.Select(one => one.Name), "input", ""], random);
                break;
            case 3:
                node.Input.Add(Any([.. graph.Node.SelectMany(other => other.Output)], random));
                break;
            case 4 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 5 when graph.Initializer.Count > 0:
                Lie(Any(graph.Initializer, random), random);
                break;
            case 6:
                graph.Node.Remove(node);
                break;
            case 7:
                graph.Node.Insert(random.Next(graph.Node.Count), node.Clone());
                break;
            case 8 when node.Attribute.Count > 0:
                node.Attribute.Remove(Any(node.Attribute, random));
                break;
            default:
                node.Attribute.Add(Attributes.Integers(Any(["axes", "pads", "kernel_shape", "strides", "dilations", "perm", "split"], random), random.Next(-3, 4), random.Next()));
                break;
        }
    }

    private static void Lie(AttributeProto attribute, Random random)
    {
        var lie = Lies[random.Next(Lies.Length)];
        switch (attribute.Type)
        {
            case AttributeProto.Types.AttributeType.Ints when attribute.Ints.Count > 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = lie;
                break;
            case AttributeProto.Types.AttributeType.Tensor:
                Lie(attribute.T, random);
                break;
            case AttributeProto.Types.AttributeType.Float:
                attribute.F = lie % 2 == 0 ? float.NaN : lie;
                break;
            default:
                attribute.I = lie;
                break;
        }
    }

    private static void Lie(TensorProto tensor, Random random)
    {
        var lie = Lies[random.Next(Lies.Length)];
        switch (random.Next(4))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = lie;
                break;
            case 1:
                tensor.DataType = random.Next(20);
                break;
            case 2 when tensor.RawData.Length >= 8 && tensor.DataType == (int)TensorProto.Types.DataType.Int64:
                tensor.RawData = ByteString.CopyFrom([.. BitConverter.GetBytes(lie), .. tensor.RawData.Skip(8)]);
                break;
            default:
                tensor.Dims.Add(lie);
                break;
        }
    }

    private static T Any<T>(IReadOnlyList<T> all, Random random) => all[random.Next(all.Count)];

    private static T Any<T>(Google.Protobuf.Collections.RepeatedField<T> all, Random random) => all[random.Next(all.Count)];
}
