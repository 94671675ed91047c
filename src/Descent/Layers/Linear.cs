namespace Descent;

/// <summary>y = x W' + b over the last axis, also known as dense or fully connected.</summary>
/// <remarks>Shapes: x [..., in], weight W [out, in], bias b [out], y [..., out].</remarks>
public sealed class Linear : Layer
{
    private readonly int inputs;
    private readonly int outputs;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A linear layer.</summary>
    /// <param name="inputs">The length of the input's last axis.</param>
    /// <param name="outputs">The length of the output's last axis.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <param name="biasInitializer">The bias's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Initializer? weightInitializer = null, Initializer? biasInitializer = null)
    {
        if (inputs < 1 || outputs < 1)
        {
            throw new SpecificationException($"A linear layer needs at least 1 input and 1 output, not {inputs} and {outputs}.");
        }

        (this.inputs, this.outputs) = (inputs, outputs);
        var shape = new Shape(outputs, inputs);
        weight = Add(new Parameter("weight", shape, weightInitializer ?? new UniformFanIn()));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), Fans.Of(shape))) : null;
    }

    /// <summary>How linear describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "linear",
        Aliases = ["dense", "fully-connected"],
        Summary = "Weighted sums of all inputs, one for each output; the layer of the multi-layer perceptron.",
        FormulaText = "y = x W' + b",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the number of outputs", null)
            {
                Minimum = 1, Positional = true, Aliases = ["units", "width"],
            },
            new Option("bias", OptionKind.Flag, "whether a bias is added", "true"),
            InitializerOption.Option,
            new Option("per-position", OptionKind.Flag, "apply it to the last axis at every position of a sequence or image", "false"),
        ],
        Source = "Rosenblatt, The perceptron, 1958; Rumelhart, Hinton and Williams, 1986",
        Caveats = "Two linear layers without an activation between them are no more than one.",
        Create = options =>
        {
            var (weight, bias) = InitializerOption.Of(options);
            return sample => new Linear(
                InputsOf(sample, options.Flag("per-position")), options.Integer("outputs"), options.Flag("bias"), weight, bias);
        },
    };

    /// <summary>W, of shape [out, in].</summary>
    public Parameter Weight => weight;

    /// <summary>b, of shape [out]; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
        => input.Rank > 0 && input[-1] == inputs
            ? input.With(-1, outputs)
            : throw new ShapeException($"linear expects samples whose last axis is {inputs}, not the shape {input}."
                + $"{(input.Rank > 1 && input.Count == inputs ? " Put a flatten layer before it." : "")}");

    /// <inheritdoc/>
    public override string Describe() => $"linear {inputs} -> {outputs}{(bias is null ? " without bias" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank < 2 || input.Shape[-1] != inputs)
        {
            OutputShape(input.Shape.Rank > 0 ? input.Shape.Inner() : input.Shape);
        }

        var product = input.MatMul(weight, transposeOther: true);
        return bias is null ? product : product + bias;
    }

    private static int InputsOf(Shape sample, bool perPosition) => sample.Rank == 1 || (sample.Rank > 1 && perPosition)
        ? sample[-1]
        : throw new ShapeException(
            $"linear takes samples that are rows of numbers, not {sample}. "
            + $"{(sample.Rank == 0 ? "Put 'reshape 1'" : "Put 'flatten'")} before it.");
}
