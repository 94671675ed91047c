using System.Globalization;
using Descent.Onnx.Schema;
using Kind = Descent.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace Descent.Onnx;

/// <summary>A node of a graph as it stands in the file.</summary>
internal sealed class NodeDefinition
{
    private readonly Dictionary<string, AttributeProto> attributes = [];

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operatorSet">The version of the operators.</param>
    /// <param name="place">Where it stands among the nodes, from 0.</param>
    public NodeDefinition(NodeProto node, long operatorSet, int place)
    {
        (Type, OperatorSet, Inputs, Outputs) = (node.OpType, operatorSet, [.. node.Input], [.. node.Output]);
        Name = node.Name.Length > 0 ? node.Name : string.Create(CultureInfo.InvariantCulture, $"{node.OpType} number {place}");
        foreach (var attribute in node.Attribute)
        {
            attributes[attribute.Name] = attribute;
        }
    }

    /// <summary>The operator.</summary>
    public string Type { get; }

    /// <summary>The name, for errors.</summary>
    public string Name { get; }

    /// <summary>The version of the operators.</summary>
    public long OperatorSet { get; }

    /// <summary>The names of its inputs; empty for one that is left out.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of its outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Whether an attribute is there.</summary>
    public bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>A whole number.</summary>
    public int Integer(string name, int otherwise) => Find(name, Kind.Int) is { } found ? Narrow(found.I) : otherwise;

    /// <summary>Whole numbers; null where there are none.</summary>
    public int[]? Integers(string name) => Find(name, Kind.Ints) is { } found ? [.. found.Ints.Select(Narrow)] : null;

    /// <summary>A number.</summary>
    public double Number(string name, double otherwise) => Find(name, Kind.Float) is { } found ? found.F : otherwise;

    /// <summary>Numbers; null where there are none.</summary>
    public float[]? Numbers(string name) => Find(name, Kind.Floats) is { } found ? [.. found.Floats] : null;

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => Find(name, Kind.String) is { } found ? found.S.ToStringUtf8() : otherwise;

    /// <summary>Texts; null where there are none.</summary>
    public string[]? Texts(string name) => Find(name, Kind.Strings) is { } found ? [.. found.Strings.Select(text => text.ToStringUtf8())] : null;

    /// <summary>A tensor; null where there is none.</summary>
    public TensorProto? Tensor(string name) => Find(name, Kind.Tensor)?.T;

    /// <summary>Refuses an attribute with a value that is not known here.</summary>
    public void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new ModelFileException($"Node '{Name}' ({Type}): {what}.");
        }
    }

    /// <summary>A whole number of 64 bits in 32, at the nearest end where it is outside: only ends of ranges are so large.</summary>
    public static int Narrow(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    private AttributeProto? Find(string name, Kind kind)
    {
        if (!attributes.TryGetValue(name, out var found))
        {
            return null;
        }

        Require(found.Type == kind, $"the attribute '{name}' is {found.Type}, and {kind} is expected");
        return found;
    }
}
