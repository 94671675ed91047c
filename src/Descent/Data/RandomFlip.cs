using Descent.Kernels;

namespace Descent;

/// <summary>Mirrors an image, left and right or up and down, with a probability. For photographs; a mirrored digit is another digit or none.</summary>
/// <remarks>
/// Input: [channels, height, width]. Source: Krizhevsky, Sutskever and Hinton, ImageNet classification with deep networks, 2012.
/// </remarks>
/// <param name="probability">How often, from 0 to 1.</param>
/// <param name="vertical">Whether up and down are exchanged instead of left and right.</param>
/// <exception cref="SpecificationException">The probability is out of range.</exception>
public sealed class RandomFlip(double probability = 0.5, bool vertical = false) : IAugmentation
{
    private readonly double probability = ImageAugmentation.Share(probability, "probability of a flip");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "flip",
        ["mirror", "random-flip"],
        "Mirrors an image, left and right, half of the time: what is seen from the other side is still the same thing.",
        "x[c, row, column] becomes x[c, row, width - 1 - column] with the probability",
        [
            ImageAugmentation.Amount("probability", "how often", "0.5", 1) with { Aliases = ["p"], Positional = true },
            new("vertical", OptionKind.Flag, "exchange up and down instead of left and right", "false"),
        ],
        "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012",
        "Not for letters and digits: a mirrored one is another or none.",
        options => new RandomFlip(options.Number("probability"), options.Flag("vertical")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "mirrored");
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "mirrored");
        if (random.NextDouble() >= probability)
        {
            return;
        }

        if (!vertical)
        {
            for (var row = 0; row < input.Length; row += width)
            {
                input.Slice(row, width).Reverse();
            }

            return;
        }

        for (var plane = 0; plane < input.Length; plane += height * width)
        {
            for (var place = plane; place < plane + (height / 2 * width); place++)
            {
                var column = (place - plane) % width;
                var across = plane + ((height - 1 - ((place - plane) / width)) * width) + column;
                (input[place], input[across]) = (input[across], input[place]);
            }
        }
    }
}
