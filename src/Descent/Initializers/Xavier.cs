using Descent.Kernels;

namespace Descent;

/// <summary>
/// Standard deviation gain sqrt(2 / (fan in + fan out)), uniform within gain sqrt(6 / (fan in + fan out)): keeps the size of signals and
/// gradients through layers of tanh or sigmoid.
/// </summary>
/// <remarks>Source: Glorot and Bengio, AISTATS 2010.</remarks>
public sealed class Xavier : Initializer
{
    private readonly Distribution distribution;
    private readonly double gain;

    /// <summary>Makes the initializer.</summary>
    /// <param name="distribution">Uniform, normal or truncated normal.</param>
    /// <param name="gain">For the activation that follows; see <see cref="Gain"/>.</param>
    /// <exception cref="SpecificationException">The gain is not above 0.</exception>
    public Xavier(Distribution distribution = Distribution.Uniform, double gain = 1)
    {
        this.distribution = distribution;
        this.gain = Hyperparameter.Positive(gain, "gain", "1");
    }

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "xavier",
        Aliases = ["glorot"],
        Summary = "Balances fan in and fan out, so that neither signals nor gradients grow through tanh or sigmoid layers.",
        FormulaText = "std = gain sqrt(2 / (fan-in + fan-out)); uniform: bound = gain sqrt(6 / (fan-in + fan-out))",
        Options =
        [
            Distributions.Option("uniform"),
            new("gain", OptionKind.Number, "widens the distribution for the activation that follows", "1")
            {
                Minimum = 0,
                AboveMinimum = true,
            },
        ],
        Source = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
        Caveats = "Signals shrink by half at each ReLU: use he there. The normal form is truncated only where asked for.",
        Create = options => new Xavier(Distributions.Of(options), options.Number("gain")),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
        => distribution.Fill(values, gain * Math.Sqrt(2 / Math.Max(1, (double)fans.In + fans.Out)), key);
}
