using Descent.Kernels;

namespace Descent;

/// <summary>
/// Fills a rectangle of an image with random numbers in [0, 1), so that no single part of it can be relied on. Sides are uniform between
/// one pixel and a share of the image's, the place is uniform among those where it fits.
/// </summary>
/// <remarks>Input: [channels, height, width]. Source: Zhong et al., Random erasing data augmentation, AAAI 2020.</remarks>
/// <param name="share">The largest side as a share of the image's, from 0 to 1.</param>
/// <param name="probability">How often, from 0 to 1.</param>
/// <exception cref="SpecificationException">A number is out of range.</exception>
public sealed class RandomErasing(double share = 0.5, double probability = 0.5) : IAugmentation
{
    private readonly double share = ImageAugmentation.Share(share, "share of a side");
    private readonly double probability = ImageAugmentation.Share(probability, "probability of erasing");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "erase",
        ["random-erasing", "erasing"],
        "Fills a rectangle of an image with random numbers, so that no single part of it can be relied on.",
        "a rectangle of random sides and place becomes uniform numbers in [0, 1)",
        [
            ImageAugmentation.Amount("share", "largest side as a share of the image's", "0.5", 1) with { Positional = true },
            ImageAugmentation.Amount("probability", "how often", "0.5", 1) with { Aliases = ["p"] },
        ],
        "Zhong et al., Random erasing data augmentation, AAAI 2020",
        "Too large a rectangle hides what the class is told by; of small images take a small share.",
        options => new RandomErasing(options.Number("share"), options.Number("probability")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "erased in part");
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "erased in part");
        if (random.NextDouble() >= probability)
        {
            return;
        }

        var (rows, columns) = (Side(height, ref random), Side(width, ref random));
        var (top, left) = (random.NextInt(height - rows + 1), random.NextInt(width - columns + 1));
        for (var plane = 0; plane < input.Length; plane += height * width)
        {
            for (var row = top; row < top + rows; row++)
            {
                foreach (ref var pixel in input.Slice(plane + (row * width) + left, columns))
                {
                    pixel = random.NextSingle();
                }
            }
        }
    }

    private int Side(int length, ref RandomStream random) => 1 + random.NextInt(Math.Max(1, (int)(share * length)));
}
