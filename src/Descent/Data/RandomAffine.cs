using System.Buffers;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// Turns, enlarges and moves an image at random, about its middle: each pixel takes the value between four others that lay where it comes
/// from (bilinear), and 0 where that is outside. All channels alike. Every amount is uniform between its bounds.
/// </summary>
/// <remarks>
/// Input: [channels, height, width]. Source: Simard, Steinkraus and Platt, Best practices for convolutional neural networks, 2003.
/// </remarks>
public sealed class RandomAffine : IAugmentation
{
    private readonly double degrees;
    private readonly double shift;
    private readonly double scale;

    /// <summary>An augmentation.</summary>
    /// <param name="degrees">The largest turn, either way, from 0 to 180.</param>
    /// <param name="shift">The largest move along each axis, either way, in pixels; need not be whole.</param>
    /// <param name="scale">The largest change of size: a factor from 1 - scale to 1 + scale, below 1.</param>
    /// <exception cref="SpecificationException">An amount is out of range.</exception>
    public RandomAffine(double degrees = 0, double shift = 0, double scale = 0)
    {
        if (!(degrees is >= 0 and <= 180 && shift >= 0 && double.IsFinite(shift) && scale is >= 0 and < 1))
        {
            throw new SpecificationException(FormattableString.Invariant(
                $"Turning takes 0 to 180 degrees, moving 0 pixels or more, scaling 0 to below 1, not {degrees}, {shift} and {scale}."));
        }

        (this.degrees, this.shift, this.scale) = (degrees, shift, scale);
    }

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "affine",
        ["random-affine"],
        "Turns, moves and enlarges an image by random amounts, about its middle.",
        "x(p) becomes x(R(-angle) (p - shift) / size), between four pixels; 0 where that is outside",
        [
            ImageAugmentation.Amount("degrees", "largest turn, either way", "10", 180),
            ImageAugmentation.Amount("shift", "largest move along each axis, either way, in pixels", "1"),
            ImageAugmentation.Amount("scale", "largest change of size: a factor from 1 - scale to 1 + scale", "0.1", 1) with { BelowMaximum = true },
        ],
        "Simard, Steinkraus and Platt, Best practices for convolutional neural networks, 2003",
        "What comes in from outside is 0, which is black for scaled pixels and the mean for standardised ones.",
        options => new RandomAffine(options.Number("degrees"), options.Number("shift"), options.Number("scale")));

    /// <summary>How it describes itself where it only turns.</summary>
    public static Definition<IInputChange> RotationDefinition { get; } = ImageAugmentation.Define(
        "rotate",
        ["rotation", "random-rotation"],
        "Turns an image by a random angle about its middle.",
        "x(p) becomes x(R(-angle) p), angle uniform in [-degrees, degrees]",
        [ImageAugmentation.Amount("degrees", "largest turn, either way", "10", 180) with { Positional = true }],
        Definition.Source,
        "Above some 30 degrees a 6 becomes a 9: turn only as far as the classes stay what they are.",
        options => new RandomAffine(options.Number("degrees")));

    /// <inheritdoc/>
    public string Name => shift == 0 && scale == 0 ? RotationDefinition.Name : Definition.Name;

    /// <inheritdoc/>
    public IAugmentation For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "turned or moved");
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "turned or moved");
        var turns = Either(ref random) * degrees / 360;
        var (right, down, size) = (Either(ref random) * shift, Either(ref random) * shift, 1 + (Either(ref random) * scale));
        var (sine, cosine) = BoxMuller.SinCosTurns(Vector512.Create(turns - Math.Floor(turns)));
        var (s, c) = (sine.ToScalar() / size, cosine.ToScalar() / size);
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var copy = ArrayPool<float>.Shared.Rent(input.Length);
        input.CopyTo(copy);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (fromX, fromY) = (x - middleX - right, y - middleY - down);
                var (sourceX, sourceY) = ((c * fromX) - (s * fromY) + middleX, (s * fromX) + (c * fromY) + middleY);
                for (var plane = 0; plane < input.Length; plane += height * width)
                {
                    input[plane + (y * width) + x] = Between(copy.AsSpan(plane, height * width), width, sourceX, sourceY);
                }
            }
        }

        ArrayPool<float>.Shared.Return(copy);
    }

    private static double Either(ref RandomStream random) => (2 * random.NextDouble()) - 1;

    private static float Between(ReadOnlySpan<float> plane, int width, double x, double y)
    {
        var (left, top, height) = ((int)Math.Floor(x), (int)Math.Floor(y), plane.Length / width);
        var sum = 0.0;
        for (var corner = 0; corner < 4; corner++)
        {
            var (column, row) = (left + (corner & 1), top + (corner >> 1));
            if ((uint)column < (uint)width && (uint)row < (uint)height)
            {
                sum += (1 - Math.Abs(x - column)) * (1 - Math.Abs(y - row)) * plane[(row * width) + column];
            }
        }

        return (float)sum;
    }
}
