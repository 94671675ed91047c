using Descent.Kernels;

namespace Descent;

/// <summary>Uniform in [-1/sqrt(fan in), 1/sqrt(fan in)]: the default of layers, for weights and biases alike.</summary>
/// <remarks>Source: LeCun et al., Efficient BackProp, 1998; the default of PyTorch's Linear and Conv2d.</remarks>
public sealed class UniformFanIn : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        var bound = 1 / Math.Sqrt(Math.Max(1, fans.In));
        var random = key.Stream();
        foreach (ref var value in values)
        {
            value = ((2 * random.NextDouble()) - 1) * bound;
        }
    }
}
