namespace Descent;

/// <summary>
/// Normalises each sample over groups of neighbouring channels by the group's own mean and biased variance:
/// y = (x - mean) / sqrt(variance + epsilon) weight + bias, weight and bias for each channel.
/// </summary>
/// <remarks>Shapes: x [n, channels, ...], weight and bias [channels]. Source: Wu and He, Group normalization, ECCV 2018.</remarks>
public sealed class GroupNorm : Layer
{
    private readonly int groups;
    private readonly int channels;
    private readonly double epsilon;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    /// <summary>A group normalisation.</summary>
    /// <param name="groups">The groups; they must divide the channels. 1 normalises all channels of a sample together.</param>
    /// <param name="channels">The length of the batch's axis 1.</param>
    /// <param name="epsilon">Is added to the variance, against division by 0.</param>
    /// <param name="affine">Whether a weight and a bias for each channel are trained.</param>
    /// <exception cref="SpecificationException">A number is out of range, or the groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        if (groups < 1 || channels < 1 || channels % groups != 0 || !(epsilon > 0))
        {
            throw new SpecificationException(FormattableString.Invariant(
                $"groupnorm: groups must divide the channels and epsilon be above 0, not {groups} of {channels} and {epsilon}."));
        }

        (this.groups, this.channels, this.epsilon) = (groups, channels, epsilon);
        weight = affine ? Add(new Parameter("weight", new Shape(channels), Constant.One)) : null;
        bias = affine ? Add(new Parameter("bias", new Shape(channels), Constant.Zero)) : null;
    }

    /// <summary>How groupnorm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "groupnorm",
        Aliases = ["group-norm"],
        Summary = "Brings groups of channels of each sample to mean 0 and deviation 1: what batch normalisation does, "
            + "for batches too small for it.",
        FormulaText = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
        Options =
        [
            new Option("groups", OptionKind.Integer, "the groups, which must divide the channels", null) { Minimum = 1, Positional = true },
            NormalizationOption.Epsilon,
            new Option("affine", OptionKind.Flag, "whether a weight and a bias for each channel are trained", "true"),
        ],
        Expects = "samples [channels, ...]",
        Source = "Wu and He, Group normalization, ECCV 2018",
        Caveats = "Does the same in training and evaluation, whatever the batch. A group whose numbers are all equal becomes the bias.",
        Create = values => sample => sample.Rank > 0
            ? new GroupNorm(values.Integer("groups"), sample[0], values.Number("epsilon"), values.Flag("affine"))
            : throw new ShapeException("groupnorm takes samples with channels, not single numbers. Put 'reshape 1' before it."),
    };

    /// <summary>The trained scale of each channel; null without.</summary>
    public Parameter? Weight => weight;

    /// <summary>The trained shift of each channel; null without.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => GroupNormalization.Checked(input, channels, "groupnorm");

    /// <inheritdoc/>
    public override string Describe() => $"groupnorm {groups} of {channels}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return GroupNormalization.Of(input, groups, epsilon, weight, bias);
    }
}
