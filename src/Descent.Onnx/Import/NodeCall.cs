namespace Descent.Onnx;

/// <summary>A node with the values that come in.</summary>
/// <param name="Node">The node.</param>
/// <param name="Values">The inputs; null for one that is left out.</param>
/// <param name="Pass">Training or evaluation.</param>
/// <param name="FloatType">The floating type in which the model computes.</param>
internal sealed record NodeCall(NodeDefinition Node, OnnxValue?[] Values, Pass Pass, ElementType FloatType)
{
    private const int LargestComputed = 1 << 28;

    /// <summary>The number of inputs, those left out included.</summary>
    public int Count => Values.Length;

    /// <summary>Whether everything that comes in is static.</summary>
    public bool IsStatic => Array.TrueForAll(Values, value => value is null or { IsStatic: true });

    /// <summary>Whether an input is there.</summary>
    public bool Has(int index) => index < Values.Length && Values[index] is not null;

    /// <summary>An input of any kind.</summary>
    /// <exception cref="ModelFileException">It is left out.</exception>
    public OnnxValue Value(int index)
        => Has(index) ? Values[index]! : throw new ModelFileException($"Node '{Node.Name}' ({Node.Type}) needs an input number {index}.");

    /// <summary>An input of floating numbers.</summary>
    /// <exception cref="ModelFileException">It is left out, or of another kind.</exception>
    public Tensor Numbers(int index = 0) => Value(index) is { Kind: OnnxKind.Numbers } value
        ? value.Tensor
        : throw new ModelFileException($"Node '{Node.Name}' ({Node.Type}): input {index} holds {Values[index]!.Kind.ToString().ToLowerInvariant()}, and floating numbers are expected.");

    /// <summary>An input of floating numbers that may be left out.</summary>
    public Tensor? Optional(int index) => Has(index) ? Numbers(index) : null;

    /// <summary>An input as floating numbers, whatever it holds: whole numbers exactly, in 64 bits.</summary>
    public Tensor AsFloating(int index) => Value(index).Kind == OnnxKind.Integers ? Value(index).Tensor.To(ElementType.Float64) : Value(index).Tensor;

    /// <summary>A truth value of each element, as the numbers 1 and 0.</summary>
    public Tensor Truths(int index) => Value(index) is { Kind: OnnxKind.Truths } value
        ? value.Tensor
        : throw new ModelFileException($"Node '{Node.Name}' ({Node.Type}): input {index} holds no truth values.");

    /// <summary>Whole numbers that decide how something is computed.</summary>
    /// <exception cref="ModelFileException">They are computed from data, so they would differ from sample to sample.</exception>
    public int[] Integers(int index) => Value(index) is { Kind: OnnxKind.Integers, IsStatic: true } value
        ? value.ToIntegers()
        : throw new ModelFileException($"Node '{Node.Name}' ({Node.Type}): input {index} must follow from constants and shapes, and is computed from data.");

    /// <summary>Whole numbers of an attribute in older versions, of an input in newer ones; null where there are none.</summary>
    public int[]? IntegersOf(string attribute, int index) => Node.Has(attribute) ? Node.Integers(attribute) : Has(index) ? Integers(index) : null;

    /// <summary>A constant number.</summary>
    public double Number(int index) => Value(index) is { IsStatic: true, Shape.Count: 1, Kind: OnnxKind.Numbers } value
        ? value.Tensor.Type == ElementType.Float64 ? value.Tensor.Span<double>()[0] : value.Tensor.Span<float>()[0]
        : throw new ModelFileException($"Node '{Node.Name}' ({Node.Type}): input {index} must be one constant number.");

    /// <summary>Truth values as a result.</summary>
    public OnnxValue Truth(Tensor truths) => new(truths, OnnxKind.Truths, IsStatic);

    /// <summary>A shape that is worked out, held to a size that memory can take.</summary>
    public Shape Checked(params ReadOnlySpan<int> lengths)
    {
        var shape = new Shape(lengths);
        Node.Require(shape.Count <= LargestComputed, $"it would make {shape.Count} numbers of shape {shape}, more than {LargestComputed}");
        return shape;
    }

    /// <summary>A result of the kind of an input; whole numbers that were computed as floating ones become whole again.</summary>
    public OnnxValue Like(int index, Tensor result) => Value(index).Kind == OnnxKind.Integers && result.Type.IsFloating()
        ? new OnnxValue(result.To(ElementType.Int32), OnnxKind.Integers, IsStatic)
        : new OnnxValue(result, Value(index).Kind, IsStatic);
}
