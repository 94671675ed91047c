namespace Descent;

/// <summary>
/// Dropout for networks with selu: in training a share p of the numbers becomes s = -1.758.., where selu ends, and then all are scaled and
/// shifted so that mean 0 and variance 1 stay. In evaluation everything passes.
/// </summary>
/// <remarks>
/// y = a (x mask + s (1 - mask)) + b with a = ((1 - p) (1 + p s^2))^(-1/2) and b = -a p s. Source: Klambauer et al., NeurIPS 2017.
/// </remarks>
public sealed class AlphaDropout : Layer
{
    /// <summary>The limit of selu at -infinity: -1.0507009873554805 times 1.6732632423543772.</summary>
    private const double Saturation = -1.0507009873554805 * 1.6732632423543772;

    private readonly double probability;

    /// <summary>An alpha dropout.</summary>
    /// <param name="probability">p, the share that is dropped, in [0, 1).</param>
    /// <exception cref="SpecificationException">p is outside [0, 1).</exception>
    public AlphaDropout(double probability = 0.1)
    {
        this.probability = probability is >= 0 and < 1
            ? probability
            : throw new SpecificationException($"alpha-dropout needs a probability p with 0 <= p < 1, not {probability}.");
    }

    /// <summary>How alpha-dropout describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "alpha-dropout",
        Summary = "Dropout that keeps mean 0 and variance 1, which networks with selu live on.",
        FormulaText = "y = a (x mask + s (1 - mask)) + b, s = -1.7581, a = ((1 - p) (1 + p s^2))^(-1/2), b = -a p s",
        Options =
        [
            new Option("p", OptionKind.Number, "the share that is dropped", "0.1")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true, Positional = true, Aliases = ["rate", "probability"],
            },
        ],
        Expects = "the output of selu",
        Source = "Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NeurIPS 2017",
        Caveats = "Acts in training only. After anything but selu, or with inputs that are not normalised, plain dropout is better.",
        Create = options => _ => new AlphaDropout(options.Number("p")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"alpha-dropout {probability}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        if (!pass.IsTraining || probability == 0)
        {
            return input;
        }

        var scale = 1 / Math.Sqrt((1 - probability) * (1 + (probability * Saturation * Saturation)));
        var shift = -scale * probability * Saturation;
        var dropped = (scale * Saturation) + shift;
        return new AlphaDropoutOperation(probability, pass.NextKeySource(), scale, shift, dropped).Apply(input)[0];
    }
}
