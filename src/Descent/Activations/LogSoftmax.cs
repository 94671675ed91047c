namespace Descent;

/// <summary>x - log(sum of exp(x)) along an axis: log-probabilities from logits.</summary>
/// <remarks>Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3, 2016.</remarks>
/// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
public sealed class LogSoftmax(int axis = -1) : Layer
{
    /// <summary>How log-softmax describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "log-softmax",
        Summary = "The logarithm of softmax, computed without underflow; for losses that expect log-probabilities.",
        FormulaText = "y_i = x_i - log(sum over j of exp(x_j))",
        Options = [new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1") { Positional = true }],
        Expects = "logits",
        Range = "(-infinity, 0]",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3, 2016",
        Caveats = "Before nll, not before cross-entropy, which contains it.",
        Create = options => _ => new LogSoftmax(options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("log-softmax", input, axis, parts: 1);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? "log-softmax" : FormattableString.Invariant($"log-softmax {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax(axis);
    }
}
