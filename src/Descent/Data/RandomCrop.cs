using System.Buffers;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Puts a border of zeros around an image and cuts a piece of the former size out of it at a random place: the image moves by whole pixels.
/// </summary>
/// <remarks>Input: [channels, height, width]. Source: He et al., Deep residual learning for image recognition, CVPR 2016.</remarks>
/// <param name="pad">The width of the border in pixels, 1 or more.</param>
/// <exception cref="SpecificationException">The border is narrower.</exception>
public sealed class RandomCrop(int pad = 4) : IAugmentation
{
    private readonly int pad = pad >= 1 ? pad : throw new SpecificationException($"A crop needs a border of 1 pixel or more, not {pad}.");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "crop",
        ["random-crop", "pad-and-crop"],
        "Puts a border around an image and cuts a piece of the former size out at a random place: the image moves by whole pixels.",
        "x[c, row, column] becomes x[c, row + i, column + j], i and j uniform in [-pad, pad]; 0 where that is outside",
        [new("pad", OptionKind.Integer, "width of the border in pixels", "4") { Aliases = ["padding"], Minimum = 1, Maximum = 4096, Positional = true }],
        "He et al., Deep residual learning for image recognition, CVPR 2016",
        "What comes in from outside is 0, which is black for scaled pixels and the mean for standardised ones.",
        options => new RandomCrop(options.Integer("pad")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "cropped");
        var (height, width) = (training.InputShape[1], training.InputShape[2]);
        return pad < Math.Min(height, width)
            ? this
            : throw new SpecificationException(
                $"'crop pad={pad}' could move images of {height} x {width} pixels out of sight. Give a smaller border, such as {Math.Max(1, Math.Min(height, width) / 8)}.");
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "cropped");
        var (down, right) = (random.NextInt((2 * pad) + 1) - pad, random.NextInt((2 * pad) + 1) - pad);
        var copy = ArrayPool<float>.Shared.Rent(input.Length);
        input.CopyTo(copy);
        input.Clear();
        var (first, count) = (Math.Max(0, -right), width - Math.Abs(right));
        for (var row = 0; row < input.Length / width && count > 0; row++)
        {
            var from = (row % height) + down;
            if (from >= 0 && from < height)
            {
                copy.AsSpan(((row + down) * width) + first + right, count).CopyTo(input.Slice((row * width) + first, count));
            }
        }

        ArrayPool<float>.Shared.Return(copy);
    }
}
