using Descent.Kernels;

namespace Descent;

/// <summary>Which fan an initializer keeps the scale of.</summary>
public enum FanMode
{
    /// <summary>Fan in: the size of signals going forward.</summary>
    In,

    /// <summary>Fan out: the size of gradients going back.</summary>
    Out,
}

/// <summary>
/// Standard deviation gain / sqrt(fan), uniform within gain sqrt(3 / fan); with the gain sqrt(2) it keeps the size of signals through
/// ReLUs.
/// </summary>
/// <remarks>Source: He, Zhang, Ren and Sun, ICCV 2015.</remarks>
public sealed class He : Initializer
{
    private readonly Distribution distribution;
    private readonly FanMode mode;
    private readonly double gain;

    /// <summary>Makes the initializer.</summary>
    /// <param name="distribution">Uniform, normal or truncated normal.</param>
    /// <param name="mode">Fan in or fan out.</param>
    /// <param name="gain">For the activation that follows; <see cref="Gain.Relu"/> unless given.</param>
    /// <exception cref="SpecificationException">The gain is not above 0.</exception>
    public He(Distribution distribution = Distribution.Normal, FanMode mode = FanMode.In, double? gain = null)
    {
        this.distribution = distribution;
        this.mode = mode;
        this.gain = Hyperparameter.Positive(gain ?? Gain.Relu, "gain", "sqrt(2)");
    }

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "he",
        Aliases = ["kaiming"],
        Summary = "Wide enough that signals keep their size through layers of ReLU.",
        FormulaText = "std = gain / sqrt(fan); uniform: bound = gain sqrt(3 / fan); gain of relu = sqrt(2)",
        Options =
        [
            Distributions.Option("normal"),
            new("fan", OptionKind.Text, "whether signals forward (in) or gradients back (out) keep their size", "in")
            {
                Aliases = ["mode"],
                Choices = ["in", "out"],
            },
            new("activation", OptionKind.Text, "the activation that follows, which sets the gain", "relu")
            {
                Aliases = ["nonlinearity"],
                Choices = Gain.Activations,
            },
            new("slope", OptionKind.Number, "the slope of a leaky ReLU below 0", "0.01") { Aliases = ["a"] },
        ],
        Source = "He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015",
        Caveats = "Too wide for tanh and sigmoid, which it saturates: use xavier there. The normal form is truncated only where asked for.",
        Create = options => new He(
            Distributions.Of(options),
            options.Text("fan") == "out" ? FanMode.Out : FanMode.In,
            Gain.Of(options.Text("activation"), options.Number("slope"))),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
        => distribution.Fill(values, gain / Math.Sqrt(Math.Max(1, mode == FanMode.In ? fans.In : fans.Out)), key);
}
