using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Normalisation of x [images, channels, spatial] by the mean and the biased variance of each channel, over images and spatial.
/// (Batch normalisation as it stands; layer and group normalisation with images = 1, each row or group being a channel.)
/// Spans of one number for each channel: mean, inverse deviation 1 / sqrt(variance + epsilon), scale and shift (empty: 1 and 0).
/// </summary>
public static partial class Normalization
{
    /// <summary>
    /// The mean and the biased variance of each channel, in two passes, the second correcting the first: stable far from 0. Of nothing both are 0.
    /// </summary>
    public static unsafe void Statistics<T>(
        ReadOnlySpan<T> x, int images, int channels, int spatial, Span<T> mean, Span<T> variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(images, channels, spatial, x.Length, mean.Length, variance.Length);
        if (x.IsEmpty)
        {
            mean.Clear();
            variance.Clear();
            return;
        }

        fixed (T* input = x, means = mean, variances = variance)
        {
            var kernel = new ChannelStatisticsKernel<T>(input, null, means, variances, images, (long)channels * spatial, spatial);
            ChannelRows.Run<T, ChannelStatisticsKernel<T>>(kernel, images, channels, spatial);
        }
    }

    /// <summary>1 / sqrt(variance + epsilon).</summary>
    public static void InverseDeviation<T>(ReadOnlySpan<T> variance, double epsilon, Span<T> inverseDeviation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(variance.Length, inverseDeviation.Length, nameof(inverseDeviation));
        for (var channel = 0; channel < variance.Length; channel++)
        {
            inverseDeviation[channel] = T.One / T.Sqrt(variance[channel] + T.CreateTruncating(epsilon));
        }
    }

    /// <summary>1 / sqrt(variance + epsilon) in the thread's working memory, good until the next call.</summary>
    internal static unsafe ReadOnlySpan<T> InverseDeviation<T>(ReadOnlySpan<T> variance, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inverse = new Span<T>(Scratch.Rent<T>(ScratchSlots.InverseDeviations, variance.Length), variance.Length);
        InverseDeviation(variance, epsilon, inverse);
        return inverse;
    }

    /// <summary>y = (x - mean) inverseDeviation scale + shift.</summary>
    public static void Forward<T>(
        ReadOnlySpan<T> x,
        int images,
        int channels,
        int spatial,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverseDeviation,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> shift,
        Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Forward(default(IdentityFunction), x, images, channels, spatial, mean, inverseDeviation, scale, shift, [], y);

    /// <summary>
    /// With n = (x - mean) inverseDeviation: dShift = sum of g, dScale = sum of g n and
    /// dx = scale inverseDeviation (g - dShift / m - n dScale / m) for the m elements of a channel. Where the statistics are constants
    /// (<paramref name="fixedStatistics"/>, as in evaluation), dx = scale inverseDeviation g.
    /// </summary>
    public static unsafe void Gradient<T>(
        ReadOnlySpan<T> gradient,
        ReadOnlySpan<T> x,
        int images,
        int channels,
        int spatial,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverseDeviation,
        ReadOnlySpan<T> scale,
        bool fixedStatistics,
        Span<T> dx,
        Span<T> dScale,
        Span<T> dShift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(images, channels, spatial, x.Length, mean.Length, inverseDeviation.Length);
        Check(images, channels, spatial, gradient.Length, dScale.Length, dShift.Length);
        CheckOptional(channels, scale.Length, scale.Length);
        Tiling.Same(x.Length, dx.Length, nameof(dx));
        if (x.IsEmpty)
        {
            dScale.Clear();
            dShift.Clear();
            return;
        }

        fixed (T* upstream = gradient, input = x, means = mean, inverse = inverseDeviation, scales = scale)
        fixed (T* target = dx, scaleTarget = dScale, shiftTarget = dShift)
        {
            var kernel = new NormalizationGradientKernel<T, IdentityFunction>(
                default, upstream, null, input, means, inverse, scales, fixedStatistics, target, scaleTarget, shiftTarget, null,
                images, (long)channels * spatial, spatial);
            ChannelRows.Run<T, NormalizationGradientKernel<T, IdentityFunction>>(kernel, images, channels, spatial);
        }
    }

    private static void Check(int images, int channels, int spatial, int elements, int first, int second)
    {
        Tiling.Same(images * channels * spatial, elements, "x");
        Tiling.Same(channels, first, "first statistic");
        Tiling.Same(channels, second, "second statistic");
    }

    private static void CheckOptional(int channels, int scale, int shift)
    {
        Tiling.Same(scale == 0 ? 0 : channels, scale, nameof(scale));
        Tiling.Same(shift == 0 ? 0 : channels, shift, nameof(shift));
    }
}
