using Descent.Kernels;

namespace Descent;

/// <summary>
/// Blanks a square of an image, at a random place that may lie partly outside: what is left must be enough to tell the class.
/// </summary>
/// <remarks>
/// Input: [channels, height, width]. The middle is uniform over all pixels; blank is 0. Source: DeVries and Taylor, Improved
/// regularization of convolutional neural networks with cutout, 2017.
/// </remarks>
/// <param name="size">The side of the square in pixels, 1 or more.</param>
/// <exception cref="SpecificationException">The side is below 1.</exception>
public sealed class Cutout(int size = 8) : IAugmentation
{
    private readonly int size = size >= 1 ? size : throw new SpecificationException($"A cutout has a side of 1 pixel or more, not {size}.");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "cutout",
        ["random-cutout"],
        "Blanks a square of an image at a random place: what is left must be enough to tell the class.",
        "x[c, row, column] becomes 0 within size / 2 of a random pixel",
        [new("size", OptionKind.Integer, "side of the square in pixels", "8") { Minimum = 1, Maximum = 4096, Positional = true }],
        "DeVries and Taylor, Improved regularization of convolutional neural networks with cutout, 2017",
        "Blank is 0: black for scaled pixels, the mean for standardised ones. A quarter to a half of the image's side is usual.",
        options => new Cutout(options.Integer("size")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "cut out of");
        var least = Math.Min(training.InputShape[1], training.InputShape[2]);
        return size < 2 * least
            ? this
            : throw new SpecificationException(
                $"'cutout size={size}' can blank the whole of images of {training.InputShape[1]} x {training.InputShape[2]} pixels. "
                + $"Give a smaller side, such as {Math.Max(1, least / 4)}.");
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "cut out of");
        var (top, left) = (random.NextInt(height) - (size / 2), random.NextInt(width) - (size / 2));
        var (firstRow, lastRow) = (Math.Max(0, top), Math.Min(height, top + size));
        var (firstColumn, lastColumn) = (Math.Max(0, left), Math.Min(width, left + size));
        for (var plane = 0; plane < input.Length; plane += height * width)
        {
            for (var row = firstRow; row < lastRow; row++)
            {
                input.Slice(plane + (row * width) + firstColumn, lastColumn - firstColumn).Clear();
            }
        }
    }
}
