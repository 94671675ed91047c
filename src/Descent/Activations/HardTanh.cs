namespace Descent;

/// <summary>x held within [minimum, maximum], tanh in straight lines. Derivative 1 strictly inside, 0 outside and at both kinks.</summary>
/// <remarks>Source: Collobert, Large scale machine learning, 2004.</remarks>
public sealed class HardTanh : ElementwiseActivation<ClampFunction>
{
    private readonly double minimum;
    private readonly double maximum;

    /// <summary>A hard-tanh layer.</summary>
    /// <param name="minimum">The least output.</param>
    /// <param name="maximum">The largest output.</param>
    /// <exception cref="SpecificationException">The minimum is not below the maximum.</exception>
    public HardTanh(double minimum = -1, double maximum = 1)
        : base(new ClampFunction(minimum, maximum))
        => (this.minimum, this.maximum) = minimum < maximum
            ? (minimum, maximum)
            : throw new SpecificationException(FormattableString.Invariant(
                $"hard-tanh needs a minimum below its maximum, not {minimum} and {maximum}; -1 and 1 are usual."));

    /// <summary>How hard-tanh describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "hard-tanh",
        Aliases = ["clip"],
        Summary = "Tanh in straight lines: passes what is within bounds and cuts the rest.",
        Expression = new ClampFunction(-1, 1).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("min", OptionKind.Number, "the least output", "-1") { Aliases = ["min-val"], Positional = true },
            new Option("max", OptionKind.Number, "the largest output", "1") { Aliases = ["max-val"], Positional = true },
        ],
        Range = "[min, max]",
        Source = "Collobert, Large scale machine learning, 2004",
        Caveats = "Not differentiable at its bounds, where 0 is used. A unit whose input is beyond for every sample gets no gradient.",
        Create = options => _ => new HardTanh(options.Number("min"), options.Number("max")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"hard-tanh {minimum} {maximum}");
}
