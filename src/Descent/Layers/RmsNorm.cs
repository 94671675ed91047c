namespace Descent;

/// <summary>Scales each sample over its last axis by its own root mean square: y = x / sqrt(mean(x^2) + epsilon) weight.</summary>
/// <remarks>
/// Shapes: x [..., length], weight [length]. Source: Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019.
/// </remarks>
public sealed class RmsNorm : Layer
{
    private readonly int length;
    private readonly double epsilon;
    private readonly Parameter? weight;

    /// <summary>A normalisation by the root mean square.</summary>
    /// <param name="length">The length of the last axis.</param>
    /// <param name="epsilon">Is added to the mean square, against division by 0.</param>
    /// <param name="affine">Whether a weight for each place is trained.</param>
    /// <exception cref="SpecificationException">The length is below 1, or epsilon is not above 0.</exception>
    public RmsNorm(int length, double epsilon = 1e-5, bool affine = true)
    {
        if (length < 1 || !(epsilon > 0))
        {
            throw new SpecificationException(
                FormattableString.Invariant($"rmsnorm needs a length of at least 1 and epsilon > 0, not {length} and {epsilon}."));
        }

        (this.length, this.epsilon) = (length, epsilon);
        weight = affine ? Add(new Parameter("weight", new Shape(length), Constant.One)) : null;
    }

    /// <summary>How rmsnorm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "rmsnorm",
        Aliases = ["rms-norm"],
        Summary = "Brings each sample to root mean square 1 over its last axis: layer normalisation without the mean, "
            + "as large language models use it.",
        FormulaText = "y = x / sqrt(mean(x^2) + epsilon) weight",
        Options =
        [
            NormalizationOption.Epsilon,
            new Option("affine", OptionKind.Flag, "whether a weight for each place is trained", "true"),
        ],
        Source = "Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019",
        Caveats = "Does not take away a mean that all places share, and has no bias.",
        Create = values => sample => sample.Rank > 0
            ? new RmsNorm(sample[-1], values.Number("epsilon"), values.Flag("affine"))
            : throw new ShapeException("rmsnorm takes samples with at least one axis, not single numbers. Put 'reshape 1' before it."),
    };

    /// <summary>The trained scale of each place; null without.</summary>
    public Parameter? Weight => weight;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0 && input[-1] == length
            ? input
            : throw new ShapeException($"rmsnorm expects samples whose last axis is {length}, not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"rmsnorm {length}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var operation = new LayerNormalizationOperation(new Shape(length), epsilon, centred: false);
        return weight is null ? operation.Apply(input)[0] : operation.Apply(input, weight)[0];
    }
}
