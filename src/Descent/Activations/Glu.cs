namespace Descent;

/// <summary>The gated linear unit a sigmoid(b), with a and b the two halves of an axis.</summary>
/// <remarks>
/// Shapes: the axis is halved. Gradients: g sigmoid(b) for a, g a sigmoid'(b) for b. Source: Dauphin, Fan, Auli and Grangier, Language
/// modeling with gated convolutional networks, ICML 2017.
/// </remarks>
/// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
public sealed class Glu(int axis = -1) : Layer
{
    /// <summary>How glu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "glu",
        Aliases = ["gated-linear-unit"],
        Summary = "One half of the features opens and closes gates for the other; gradients pass through open gates unhindered.",
        FormulaText = "y = a sigmoid(b), x = [a, b]",
        Options = [new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1") { Positional = true }],
        Range = "(-infinity, infinity)",
        Source = "Dauphin, Fan, Auli and Grangier, Language modeling with gated convolutional networks, ICML 2017",
        Caveats = "Halves its axis, so the layer before it needs twice the outputs.",
        Create = options => _ => new Glu(options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("glu", input, axis, 2);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? "glu" : FormattableString.Invariant($"glu {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Glu(axis);
    }
}

public sealed partial class Tensor
{
    /// <summary>a sigmoid(b), with a and b the two halves of an axis.</summary>
    /// <param name="axis">The axis, which is halved; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis, or its length is odd or 0.</exception>
    public Tensor Glu(int axis = -1)
    {
        var (a, b) = Halves("glu", axis);
        return a * b.Sigmoid();
    }

    private (Tensor First, Tensor Second) Halves(string operation, int axis)
    {
        var at = Shape.Axis(axis);
        var half = SampleAxis.Quotient(operation, Shape, at, 2);
        return (Slice(at, 0, half), Slice(at, half, half));
    }
}
