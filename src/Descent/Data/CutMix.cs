using Descent.Kernels;

namespace Descent;

/// <summary>
/// Pastes a rectangle of another image into each, and mixes the targets by area: every part of an image must tell its class.
/// </summary>
/// <remarks>
/// Input: [channels, height, width]. The rectangle has the image's proportions and an area of about 1 - share, its middle is uniform and its
/// part outside is cut; the share that counts is that of the pixels which stayed. Source: Yun et al., CutMix, ICCV 2019.
/// </remarks>
/// <param name="alpha">Both parameters of the Beta distribution of the share; above 0.</param>
/// <exception cref="SpecificationException">alpha is not above 0.</exception>
public sealed class CutMix(double alpha = 1) : IMixing
{
    private readonly double alpha = Hyperparameter.Positive(alpha, "alpha of a mixture", "1");

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "cutmix",
        ["cut-mix"],
        "Pastes a rectangle of another image into each and mixes the targets by area: every part of an image must tell its class.",
        "a rectangle of area 1 - share is the partner's, targets by the area that stayed, share of Beta(alpha, alpha)",
        [Mixup.Alpha("1")],
        "Yun et al., CutMix: Regularization strategy to train strong classifiers with localizable features, ICCV 2019",
        "Training losses are those of mixtures, larger than on plain images. Needs a loss that takes class probabilities or values.",
        options => new CutMix(options.Number("alpha")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public IMixing For(Dataset training)
    {
        ImageAugmentation.Require(training, Name, "pasted into");
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is no image.</exception>
    public double Apply(Span<float> input, ReadOnlySpan<float> partner, Shape shape, ref RandomStream random)
    {
        var (height, width) = ImageAugmentation.Plane(shape, "pasted into");
        var side = Math.Sqrt(1 - Mixup.Beta(alpha, ref random));
        var (top, rows) = Place(height, side, ref random);
        var (left, columns) = Place(width, side, ref random);
        for (var plane = 0; plane < input.Length; plane += height * width)
        {
            for (var row = top; row < top + rows; row++)
            {
                var start = plane + (row * width) + left;
                partner.Slice(start, columns).CopyTo(input[start..]);
            }
        }

        return 1 - ((double)rows * columns / (height * width));
    }

    private static (int First, int Count) Place(int length, double side, ref RandomStream random)
    {
        var (middle, half) = (random.NextInt(length), (int)(length * side) / 2);
        var first = Math.Max(0, middle - half);
        return (first, Math.Min(length, middle + half) - first);
    }
}
