namespace Descent;

/// <summary>
/// Normalises each channel. In training by the mean and the biased variance of the batch, and keeps running averages of the mean and of the
/// unbiased variance; in evaluation by those averages. y = (x - mean) / sqrt(variance + epsilon) weight + bias.
/// </summary>
/// <remarks>
/// Shapes: x [n, channels, ...], weight, bias, running_mean and running_var [channels].
/// Source: Ioffe and Szegedy, Batch normalization, ICML 2015.
/// </remarks>
public sealed class BatchNorm : Layer
{
    private readonly int channels;
    private readonly double epsilon;
    private readonly double? momentum;
    private readonly Parameter? weight;
    private readonly Parameter? bias;
    private readonly Parameter runningMean;
    private readonly Parameter runningVariance;
    private readonly Parameter? batches;

    /// <summary>A batch normalisation.</summary>
    /// <param name="channels">The length of the batch's axis 1.</param>
    /// <param name="epsilon">Is added to the variance, against division by 0.</param>
    /// <param name="momentum">The share of each new batch in the running averages; null: the plain average of all batches.</param>
    /// <param name="affine">Whether a weight and a bias for each channel are trained.</param>
    /// <exception cref="SpecificationException">A number is out of range.</exception>
    public BatchNorm(int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true)
    {
        if (channels < 1 || !(epsilon > 0) || momentum is not (null or (>= 0 and <= 1)))
        {
            throw new SpecificationException(
                FormattableString.Invariant(
                    $"batchnorm needs channels >= 1, epsilon > 0 and 0 <= momentum <= 1, not {channels}, {epsilon} and {momentum}."));
        }

        (this.channels, this.epsilon, this.momentum) = (channels, epsilon, momentum);
        var shape = new Shape(channels);
        weight = affine ? Add(new Parameter("weight", shape, Constant.One)) : null;
        bias = affine ? Add(new Parameter("bias", shape, Constant.Zero)) : null;
        runningMean = Add(new Parameter("running_mean", shape, Constant.Zero, trainable: false));
        runningVariance = Add(new Parameter("running_var", shape, Constant.One, trainable: false));
        batches = momentum is null ? Add(new Parameter("num_batches_tracked", Shape.Scalar, Constant.Zero, trainable: false)) : null;
    }

    /// <summary>How batchnorm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "batchnorm",
        Aliases = ["batch-norm", "batchnorm1d", "batchnorm2d"],
        Summary = "Brings each channel to mean 0 and deviation 1 over the batch: deep networks train faster and with larger "
            + "learning rates.",
        FormulaText = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
        Options =
        [
            new Option("epsilon", OptionKind.Number, "is added to the variance", "1e-5")
            {
                Minimum = 0, AboveMinimum = true, Aliases = ["eps"],
            },
            new Option("momentum", OptionKind.Number, "the share of a new batch in the running averages", "0.1")
            {
                Minimum = 0, Maximum = 1,
            },
            new Option("average", OptionKind.Flag, "take the plain average of all batches instead of the momentum", "false"),
            new Option("affine", OptionKind.Flag, "whether a weight and a bias for each channel are trained", "true"),
        ],
        Source = "Ioffe and Szegedy, Batch normalization, ICML 2015",
        Caveats = "Training and evaluation differ; small batches make both noisy, and a batch of one vector cannot be normalised at all.",
        Create = options => sample => sample.Rank > 0
            ? new BatchNorm(
                sample[0], options.Number("epsilon"), options.Flag("average") ? null : options.Number("momentum"), options.Flag("affine"))
            : throw new ShapeException("batchnorm takes samples with channels, not single numbers. Put 'reshape 1' before it."),
    };

    /// <summary>The trained scale of each channel; null without.</summary>
    public Parameter? Weight => weight;

    /// <summary>The trained shift of each channel; null without.</summary>
    public Parameter? Bias => bias;

    /// <summary>The running average of the batches' means.</summary>
    public Parameter RunningMean => runningMean;

    /// <summary>The running average of the batches' unbiased variances.</summary>
    public Parameter RunningVariance => runningVariance;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0 && input[0] == channels
            ? input
            : throw new ShapeException(
                $"batchnorm expects {channels} channels, the sample {input} has {(input.Rank > 0 ? input[0] : 0)}. Make it with "
                + "as many channels as the sample.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"batchnorm {channels}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        OutputShape(input.Shape.Inner());
        return pass.IsTraining && weight is not { Trainable: false }
            ? Train(input, pass)
            : new FixedNormalizationOperation(epsilon).Apply(
                weight is null ? [input, runningMean, runningVariance] : [input, runningMean, runningVariance, weight, bias!])[0];
    }

    private Tensor Train(Tensor input, Pass pass)
    {
        var count = input.Count / channels;
        if (count < 2)
        {
            throw new ShapeException(
                $"batchnorm in training needs more than {count} number for each channel; the batch {input.Shape} has no "
                + "variance. Use a larger batch.");
        }

        var outputs = new BatchNormalizationOperation(epsilon).Apply(weight is null ? [input] : [input, weight, bias!]);
        new RunningStatisticsOperation(momentum, count, runningMean, runningVariance, batches, pass).Apply(outputs[1], outputs[2]);
        return outputs[0];
    }
}
