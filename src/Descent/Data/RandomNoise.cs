using Descent.Kernels;

namespace Descent;

/// <summary>Adds a normal random number of mean 0 to every number of an input: near one another, inputs should have near outputs.</summary>
/// <remarks>Input: any shape. Source: Bishop, Training with noise is equivalent to Tikhonov regularization, 1995.</remarks>
/// <param name="deviation">The standard deviation, in the unit of the scaled input; 0 or more.</param>
/// <exception cref="SpecificationException">The deviation is out of range.</exception>
public sealed class RandomNoise(double deviation = 0.1) : IAugmentation
{
    private readonly double deviation = deviation >= 0 && double.IsFinite(deviation)
        ? deviation
        : throw new SpecificationException(FormattableString.Invariant($"The noise has a deviation of 0 or more, not {deviation}."));

    /// <inheritdoc/>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        foreach (ref var value in input)
        {
            value += (float)(deviation * random.NextNormal());
        }
    }
}
