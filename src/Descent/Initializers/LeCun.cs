using Descent.Kernels;

namespace Descent;

/// <summary>
/// Standard deviation sqrt(1 / fan in), uniform within sqrt(3 / fan in): signals of unit variance stay so through linear layers and
/// SELU.
/// </summary>
/// <remarks>Source: LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998.</remarks>
/// <param name="distribution">Uniform, normal or truncated normal.</param>
public sealed class LeCun(Distribution distribution = Distribution.Normal) : Initializer
{
    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "lecun",
        Summary = "Keeps signals at unit variance through linear layers; what SELU needs.",
        FormulaText = "std = sqrt(1 / fan-in); uniform: bound = sqrt(3 / fan-in)",
        Options = [Distributions.Option("normal")],
        Source = "LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998; for SELU: Klambauer et al., NIPS 2017",
        Caveats = "Too narrow for ReLU: use he there. The normal form is truncated only where asked for.",
        Create = options => new LeCun(Distributions.Of(options)),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
        => distribution.Fill(values, 1 / Math.Sqrt(Math.Max(1, fans.In)), key);
}
