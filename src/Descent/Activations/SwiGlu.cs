namespace Descent;

/// <summary>The gated unit a swish(b) = a b sigmoid(b), with a and b the two halves of an axis.</summary>
/// <remarks>
/// Shapes: the axis is halved; the projections are the linear layer before it. Gradients: g swish(b) for a, g a swish'(b) for b.
/// Source: Shazeer, GLU variants improve transformer, 2020.
/// </remarks>
/// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
public sealed class SwiGlu(int axis = -1) : Layer
{
    /// <summary>How swiglu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "swiglu",
        Summary = "Glu with swish for its gates, the usual choice between the two linear layers of a transformer's block.",
        FormulaText = "y = a b sigmoid(b), x = [a, b]",
        Options = [new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1") { Positional = true }],
        Range = "(-infinity, infinity)",
        Source = "Shazeer, GLU variants improve transformer, 2020",
        Caveats = "Halves its axis, so the layer before it needs twice the outputs. The second half is the gate, as in glu; weights from "
            + "elsewhere may have them the other way round.",
        Create = options => _ => new SwiGlu(options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("swiglu", input, axis, 2);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? "swiglu" : FormattableString.Invariant($"swiglu {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SwiGlu(axis);
    }
}

public sealed partial class Tensor
{
    /// <summary>a swish(b), with a and b the two halves of an axis.</summary>
    /// <param name="axis">The axis, which is halved; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis, or its length is odd or 0.</exception>
    public Tensor SwiGlu(int axis = -1)
    {
        var (a, b) = Halves("swiglu", axis);
        return a * b.Swish();
    }
}
