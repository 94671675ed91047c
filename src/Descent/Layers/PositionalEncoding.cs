namespace Descent;

/// <summary>
/// Adds to each step what tells its place: sines and cosines, p[t, 2i] = sin(t / 10000^(2i/d)) and p[t, 2i + 1] = cos(t / 10000^(2i/d)), or
/// trained numbers.
/// </summary>
/// <remarks>
/// Shapes: x [n, steps, d], y likewise. The trained numbers are the parameter <c>weight</c> [steps, d], of as many steps as there can be.
/// Sources: Vaswani et al., NeurIPS 2017; trained: Gehring et al., Convolutional sequence to sequence learning, ICML 2017.
/// </remarks>
public sealed class PositionalEncoding : Layer
{
    private const double LongestWave = 10_000;

    private readonly int features;
    private readonly Parameter? weight;
    private Tensor? lastWaves;

    /// <summary>Waves of different lengths, for sequences of any length.</summary>
    /// <param name="features">The features d of each step.</param>
    /// <exception cref="SpecificationException">The features are below 1.</exception>
    public PositionalEncoding(int features)
        : this(features, 1)
    {
    }

    private PositionalEncoding(int features, int steps)
    {
        if (features < 1 || steps < 1)
        {
            throw new SpecificationException($"positional needs at least 1 feature and 1 step, not {features} and {steps}.");
        }

        this.features = features;
    }

    private PositionalEncoding(int features, int steps, Initializer initializer)
        : this(features, steps)
        => weight = Add(new Parameter("weight", new Shape(steps, features), initializer));

    /// <summary>How positional describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "positional",
        Aliases = ["positional-encoding"],
        Summary = "Tells attention the order of the steps, which it does not know by itself; between an embedding and transformers.",
        FormulaText = "y = x + p, p[t, 2i] = sin(t / 10000^(2i/d)), p[t, 2i + 1] = cos(t / 10000^(2i/d)); or p trained",
        Options =
        [
            new Option("learned", OptionKind.Flag, "train the numbers instead of computing waves", "false"),
            new Option("max-steps", OptionKind.Integer, "the most steps there are trained numbers for; those of the sample unless given", "none")
            {
                Minimum = 1,
            },
        ],
        Expects = "sequences [steps, features]",
        Source = "Vaswani et al., Attention is all you need, NeurIPS 2017",
        Caveats = "Trained numbers know no step beyond the longest; waves do, but steps that training never showed are of little use.",
        Create = options => sample =>
        {
            var features = RecurrentOptions.InputsOf(sample, "positional");
            return options.Flag("learned")
                ? Learned(features, options.IsNone("max-steps") ? sample[0] : options.Integer("max-steps"))
                : new PositionalEncoding(features);
        },
    };

    /// <summary>Trained numbers for each place.</summary>
    /// <param name="features">The features d of each step.</param>
    /// <param name="steps">The most steps that a sequence has.</param>
    /// <param name="initializer">The first values; normal with deviation 0.02 unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public static PositionalEncoding Learned(int features, int steps, Initializer? initializer = null)
        => new(features, steps, initializer ?? new Normal(0.02));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank != 2 || input[1] != features
            ? throw new ShapeException($"positional expects samples that are sequences [steps, {features}], not {input}.")
            : weight is not null && input[0] > weight.Shape[0]
                ? throw new ShapeException(
                    $"positional has trained numbers for {weight.Shape[0]} steps, the sample {input} has {input[0]}.")
                : input;
    }

    /// <inheritdoc/>
    public override string Describe() => weight is null ? "positional" : $"positional learned max-steps {weight.Shape[0]}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank == 3 ? input.Shape.Inner() : input.Shape);
        var steps = input.Shape[1];
        return input + (weight is null ? Waves(steps, input.Type)
            : steps == weight.Shape[0] ? weight.Value
            : weight.Value.Slice(0, 0, steps));
    }

    private Tensor Waves(int steps, ElementType type)
    {
        var known = lastWaves;
        return known is not null && known.Shape[0] == steps && known.Type == type ? known : lastWaves = Compute(steps, type);
    }

    private Tensor Compute(int steps, ElementType type)
    {
        var waves = new double[steps * features];
        for (var i = 0; i < waves.Length; i++)
        {
            var (step, feature) = Math.DivRem(i, features);
            var angle = step / Math.Pow(LongestWave, (feature - (feature % 2)) / (double)features);
            waves[i] = feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }

        var shape = new Shape(steps, features);
        return type == ElementType.Float64
            ? Tensor.From<double>(waves, shape)
            : Tensor.From<float>(Array.ConvertAll(waves, wave => (float)wave), shape);
    }
}
