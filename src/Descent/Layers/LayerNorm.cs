namespace Descent;

/// <summary>
/// Normalises each sample over its last axes by its own mean and biased variance: y = (x - mean) / sqrt(variance + epsilon) weight + bias.
/// </summary>
/// <remarks>Shapes: x [..., shape], weight and bias [shape]. Source: Ba, Kiros and Hinton, Layer normalization, 2016.</remarks>
public sealed class LayerNorm : Layer
{
    private readonly Shape shape;
    private readonly double epsilon;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    /// <summary>A layer normalisation.</summary>
    /// <param name="shape">The last axes, over which is normalised.</param>
    /// <param name="epsilon">Is added to the variance, against division by 0.</param>
    /// <param name="affine">Whether a weight and a bias for each place are trained.</param>
    /// <exception cref="SpecificationException">The shape is empty, or epsilon is not above 0.</exception>
    public LayerNorm(Shape shape, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank == 0 || shape.Count == 0 || !(epsilon > 0))
        {
            throw new SpecificationException(
                FormattableString.Invariant($"layernorm needs at least one axis that is not empty and epsilon > 0, not {shape} and {epsilon}."));
        }

        (this.shape, this.epsilon) = (shape, epsilon);
        weight = affine ? Add(new Parameter("weight", shape, Constant.One)) : null;
        bias = affine ? Add(new Parameter("bias", shape, Constant.Zero)) : null;
    }

    /// <summary>A layer normalisation over the last axis.</summary>
    /// <inheritdoc cref="LayerNorm(Shape, double, bool)"/>
    public LayerNorm(int length, double epsilon = 1e-5, bool affine = true)
        : this(new Shape(length), epsilon, affine)
    {
    }

    /// <summary>How layernorm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "layernorm",
        Aliases = ["layer-norm"],
        Summary = "Brings each sample to mean 0 and deviation 1 over its last axis: the normalisation of transformers and recurrent networks.",
        FormulaText = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
        Options =
        [
            new Option("epsilon", OptionKind.Number, "is added to the variance", "1e-5")
            {
                Minimum = 0, AboveMinimum = true, Aliases = ["eps"],
            },
            new Option("axes", OptionKind.Integer, "how many of the last axes are normalised together", "1") { Minimum = 1 },
            new Option("affine", OptionKind.Flag, "whether a weight and a bias for each place are trained", "true"),
        ],
        Source = "Ba, Kiros and Hinton, Layer normalization, 2016",
        Caveats = "Does the same in training and evaluation, whatever the batch. A sample whose numbers are all equal becomes the bias.",
        Create = options => sample => sample.Rank >= options.Integer("axes")
            ? new LayerNorm(
                new Shape(sample.Lengths[^options.Integer("axes")..]), options.Number("epsilon"), options.Flag("affine"))
            : throw new ShapeException($"layernorm over {options.Integer("axes")} axes cannot take samples {sample}; they have fewer."),
    };

    /// <summary>The trained scale of each place; null without.</summary>
    public Parameter? Weight => weight;

    /// <summary>The trained shift of each place; null without.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank >= shape.Rank && input.Lengths[^shape.Rank..].SequenceEqual(shape.Lengths)
            ? input
            : throw new ShapeException($"layernorm expects samples whose last axes are {shape}, not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"layernorm {string.Join('x', shape.Lengths.ToArray())}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var operation = new LayerNormalizationOperation(shape, epsilon);
        return weight is null ? operation.Apply(input)[0] : operation.Apply(input, weight, bias!)[0];
    }
}
