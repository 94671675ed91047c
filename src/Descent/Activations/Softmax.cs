namespace Descent;

/// <summary>exp(x) / sum of exp(x) along an axis: probabilities from logits.</summary>
/// <remarks>Source: Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990.</remarks>
/// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
public sealed class Softmax(int axis = -1) : Layer
{
    /// <summary>How softmax describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "softmax",
        Summary = "Turns logits into probabilities that are positive and add up to 1.",
        FormulaText = "y_i = exp(x_i) / (sum over j of exp(x_j))",
        Options = [new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1") { Positional = true }],
        Expects = "logits",
        Range = "(0, 1), sum 1",
        Source = "Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
        Caveats = "Not before cross-entropy, which expects logits and contains it. Adding a number to all logits changes nothing; "
            + "a row that is all -infinity gives zeros.",
        Create = options => _ => new Softmax(options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("softmax", input, axis, parts: 1);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? "softmax" : FormattableString.Invariant($"softmax {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax(axis);
    }
}
