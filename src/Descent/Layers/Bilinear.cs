namespace Descent;

/// <summary>y_k = x' A_k z + b_k for two inputs: what each pair of their numbers has to say together.</summary>
/// <remarks>
/// Shapes: x [n, first], z [n, second], A <c>weight</c> [out, first, second], b <c>bias</c> [out], y [n, out]. With one input, as in a
/// specification, z is x: a quadratic form. Source: Tenenbaum and Freeman, Separating style and content with bilinear models, 2000.
/// </remarks>
public sealed class Bilinear : TwoInputLayer
{
    private readonly int first;
    private readonly int second;
    private readonly int outputs;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A bilinear layer.</summary>
    /// <param name="first">The numbers of a sample of the first input.</param>
    /// <param name="second">The numbers of a sample of the second input.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(first) unless given.</param>
    /// <param name="biasInitializer">The bias's first values, likewise.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Bilinear(
        int first, int second, int outputs, bool bias = true, Initializer? weightInitializer = null, Initializer? biasInitializer = null)
    {
        if (first < 1 || second < 1 || outputs < 1)
        {
            throw new SpecificationException(
                $"A bilinear layer needs at least 1 number of each input and 1 output, not {first}, {second} and {outputs}.");
        }

        (this.first, this.second, this.outputs) = (first, second, outputs);
        var fans = new Fans(first, outputs);
        weight = Add(new Parameter("weight", new Shape(outputs, first, second), weightInitializer ?? new UniformFanIn(), fans));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), fans)) : null;
    }

    /// <summary>How bilinear describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "bilinear",
        Summary = "Weighs every pair of a number of one input and one of another; in a specification, all pairs of one input.",
        FormulaText = "y_k = x' A_k z + b_k",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the number of outputs", null)
            {
                Minimum = 1, Positional = true, Aliases = ["units"],
            },
            new Option("bias", OptionKind.Flag, "whether a bias is added", "true"),
            InitializerOption.Option,
        ],
        Expects = "rows of numbers",
        Source = "Tenenbaum and Freeman, Separating style and content with bilinear models, Neural Computation 2000",
        Caveats = "Its weights grow with the product of both widths and the outputs.",
        Create = options =>
        {
            var (weight, bias) = InitializerOption.Of(options);
            return sample => sample.Rank == 1
                ? new Bilinear(sample[0], sample[0], options.Integer("outputs"), options.Flag("bias"), weight, bias)
                : throw new ShapeException($"bilinear takes samples that are rows of numbers, not {sample}. Put 'flatten' before it.");
        },
    };

    /// <summary>A, of shape [out, first, second].</summary>
    public Parameter Weight => weight;

    /// <summary>b, of shape [out]; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 1 && input[0] == first && first == second
            ? new Shape(outputs)
            : throw new ShapeException($"bilinear of {first} and {second} numbers cannot take one sample {input} as both inputs.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"bilinear {first} x {second} -> {outputs}{(bias is null ? " without bias" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass) => Compute(input, input, pass);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor first, Tensor second, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var samples = first.Shape.Rank == 2 ? first.Shape[0] : 0;
        if (!first.Shape.Equals(new Shape(samples, this.first)) || !second.Shape.Equals(new Shape(samples, this.second)))
        {
            throw new ShapeException($"bilinear expects [n, {this.first}] and [n, {this.second}], not {first.Shape} and {second.Shape}.");
        }

        var products = first.MatMul(weight.Value.Permute(1, 0, 2).Reshape(this.first, outputs * this.second));
        var sums = (products.Reshape(samples, outputs, this.second) * second.Reshape(samples, 1, this.second)).Sum(2);
        return bias is null ? sums : sums + bias;
    }
}
