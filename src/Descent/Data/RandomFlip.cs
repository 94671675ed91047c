using Descent.Kernels;

namespace Descent;

/// <summary>Mirrors an image, left and right, with a probability. For photographs; a mirrored digit is another digit or none.</summary>
/// <remarks>
/// Input: [channels, height, width]. Source: Krizhevsky, Sutskever and Hinton, ImageNet classification with deep networks, 2012.
/// </remarks>
/// <param name="probability">How often, from 0 to 1.</param>
/// <exception cref="SpecificationException">The probability is out of range.</exception>
public sealed class RandomFlip(double probability = 0.5) : IAugmentation
{
    private readonly double probability = ImageAugmentation.Share(probability, "probability of a flip");

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (_, width) = ImageAugmentation.Plane(shape, "mirrored");
        if (random.NextDouble() < probability)
        {
            for (var row = 0; row < input.Length; row += width)
            {
                input.Slice(row, width).Reverse();
            }
        }
    }
}
