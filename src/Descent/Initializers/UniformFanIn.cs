using Descent.Kernels;

namespace Descent;

/// <summary>Uniform in [-1/sqrt(fan in), 1/sqrt(fan in)]: the default of layers, for weights and biases alike.</summary>
/// <remarks>Source: LeCun et al., Efficient BackProp, 1998; the default of PyTorch's Linear and Conv2d.</remarks>
public sealed class UniformFanIn : Initializer
{
    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "uniform-fan-in",
        Aliases = ["default"],
        Summary = "Uniform within one over the root of fan in: the default of layers, for weights and biases alike.",
        FormulaText = "bound = 1 / sqrt(fan-in)",
        Source = "LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998; the default of PyTorch's Linear and Conv2d",
        Caveats = "Signals shrink through deep networks: use he before ReLU, xavier before tanh.",
        Create = _ => new UniformFanIn(),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
        => Distributions.FillUniform(values, 1 / Math.Sqrt(Math.Max(1, fans.In)), key);
}
