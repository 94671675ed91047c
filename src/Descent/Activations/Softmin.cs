namespace Descent;

/// <summary>exp(-x) / sum of exp(-x) along an axis: the smallest number gets the largest share.</summary>
/// <remarks>Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3, 2016, with the sign turned.</remarks>
/// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
public sealed class Softmin(int axis = -1) : Layer
{
    /// <summary>How softmin describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "softmin",
        Summary = "Softmax of the negative: shares from distances or energies, of which the smallest is the best.",
        FormulaText = "y_i = exp(-x_i) / (sum over j of exp(-x_j))",
        Options = [new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1") { Positional = true }],
        Expects = "distances or energies",
        Range = "(0, 1), sum 1",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3, 2016, with the sign turned",
        Caveats = "Not before cross-entropy, which expects logits. Adding a number to all inputs changes nothing.",
        Create = options => _ => new Softmin(options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("softmin", input, axis, parts: 1);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? "softmin" : FormattableString.Invariant($"softmin {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmin(axis);
    }
}

public sealed partial class Tensor
{
    /// <summary>exp(-x) / sum of exp(-x) along an axis, for any finite x without overflow.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmin(int axis = -1) => (-this).Softmax(axis);
}
