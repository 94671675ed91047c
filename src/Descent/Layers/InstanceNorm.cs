namespace Descent;

/// <summary>
/// Normalises each channel of each sample by its own mean and biased variance: y = (x - mean) / sqrt(variance + epsilon) weight + bias.
/// </summary>
/// <remarks>
/// Shapes: x [n, channels, ...], weight and bias [channels]. Source: Ulyanov, Vedaldi and Lempitsky, Instance normalization, 2016.
/// </remarks>
public sealed class InstanceNorm : Layer
{
    private readonly int channels;
    private readonly double epsilon;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    /// <summary>An instance normalisation.</summary>
    /// <param name="channels">The length of the batch's axis 1.</param>
    /// <param name="epsilon">Is added to the variance, against division by 0.</param>
    /// <param name="affine">Whether a weight and a bias for each channel are trained.</param>
    /// <exception cref="SpecificationException">A number is out of range.</exception>
    public InstanceNorm(int channels, double epsilon = 1e-5, bool affine = false)
    {
        if (channels < 1 || !(epsilon > 0))
        {
            throw new SpecificationException(
                FormattableString.Invariant($"instancenorm needs channels >= 1 and epsilon > 0, not {channels} and {epsilon}."));
        }

        (this.channels, this.epsilon) = (channels, epsilon);
        weight = affine ? Add(new Parameter("weight", new Shape(channels), Constant.One)) : null;
        bias = affine ? Add(new Parameter("bias", new Shape(channels), Constant.Zero)) : null;
    }

    /// <summary>How instancenorm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "instancenorm",
        Aliases = ["instance-norm"],
        Summary = "Brings each channel of each image to mean 0 and deviation 1: takes the contrast out of it; for style transfer.",
        FormulaText = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
        Options =
        [
            NormalizationOption.Epsilon,
            new Option("affine", OptionKind.Flag, "whether a weight and a bias for each channel are trained", "false"),
        ],
        Expects = "samples [channels, ...] with more than one number in a channel",
        Source = "Ulyanov, Vedaldi and Lempitsky, Instance normalization: the missing ingredient for fast stylization, 2016",
        Caveats = "Forgets how strong a channel is as a whole, so it is not for classification; a channel of one number becomes 0.",
        Create = values => sample => sample.Rank > 0
            ? new InstanceNorm(sample[0], values.Number("epsilon"), values.Flag("affine"))
            : throw new ShapeException("instancenorm takes samples with channels, not single numbers. Put 'reshape 1' before it."),
    };

    /// <summary>The trained scale of each channel; null without.</summary>
    public Parameter? Weight => weight;

    /// <summary>The trained shift of each channel; null without.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => GroupNormalization.Checked(input, channels, "instancenorm");

    /// <inheritdoc/>
    public override string Describe() => $"instancenorm {channels}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return GroupNormalization.Of(input, channels, epsilon, weight, bias);
    }
}
