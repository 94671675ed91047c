namespace Descent;

/// <summary>
/// In training each whole channel of a sample is 0 with a probability p, else x / (1 - p); in evaluation everything passes.
/// </summary>
/// <remarks>Shapes: x and y [n, channels, ...]. Source: Tompson et al., CVPR 2015.</remarks>
public sealed class SpatialDropout : Layer
{
    private readonly double probability;

    /// <summary>A dropout of whole channels.</summary>
    /// <param name="probability">p, the share that is dropped, in [0, 1).</param>
    /// <exception cref="SpecificationException">p is outside [0, 1).</exception>
    public SpatialDropout(double probability = 0.5)
    {
        this.probability = probability is >= 0 and < 1
            ? probability
            : throw new SpecificationException($"spatial-dropout needs a probability p with 0 <= p < 1, not {probability}.");
    }

    /// <summary>How spatial-dropout describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "spatial-dropout",
        Aliases = ["channel-dropout", "dropout2d"],
        Summary = "Drops a random share of whole channels in training; after convolutions, where a dropped pixel "
            + "is known from its neighbours.",
        FormulaText = "y[c, ...] = x[c, ...] mask[c] / (1 - p), mask = 1 with probability 1 - p, else 0",
        Options =
        [
            new Option("p", OptionKind.Number, "the share that is dropped", "0.5")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true, Positional = true, Aliases = ["rate", "probability"],
            },
        ],
        Expects = "samples [channels, ...]",
        Source = "Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using convolutional networks, CVPR 2015",
        Caveats = "Acts in training only. With few channels it is coarse: one of four is a quarter of what is known.",
        Create = options => _ => new SpatialDropout(options.Number("p")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0
            ? input
            : throw new ShapeException("spatial-dropout takes samples with channels, not single numbers. Use dropout.");
    }

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"spatial-dropout {probability}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        OutputShape(input.Shape.Inner());
        if (!pass.IsTraining || probability == 0)
        {
            return input;
        }

        var lengths = input.Shape.Lengths.ToArray();
        lengths.AsSpan(2).Fill(1);
        return input * new DropoutOperation(probability, pass.NextKeySource()).Apply(Tensor.Ones(new Shape(lengths), input.Type))[0];
    }
}
