using System.Numerics;

namespace Descent.Kernels;

public static partial class Normalization
{
    /// <summary>
    /// y = f((x - mean) inverseDeviation scale + shift + residual), with the bits of the operations one after another; the residual may be
    /// empty.
    /// </summary>
    internal static unsafe void Forward<T, TFunction>(
        TFunction function,
        ReadOnlySpan<T> x,
        int images,
        int channels,
        int spatial,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverseDeviation,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> shift,
        ReadOnlySpan<T> residual,
        Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        Check(images, channels, spatial, x.Length, mean.Length, inverseDeviation.Length);
        CheckOptional(channels, scale.Length, shift.Length);
        Tiling.Same(x.Length, y.Length, nameof(y));
        Tiling.Same(residual.IsEmpty ? 0 : x.Length, residual.Length, nameof(residual));
        fixed (T* input = x, means = mean, inverse = inverseDeviation, scales = scale, shifts = shift, added = residual, output = y)
        {
            var kernel = new NormalizeKernel<T, TFunction>(
                function, input, (long)channels * spatial, means, inverse, scales, shifts, added, output, images, (long)channels * spatial);
            ChannelRows.Run<T, NormalizeKernel<T, TFunction>>(kernel, images, channels, spatial);
        }
    }

    /// <summary>
    /// The mean and biased variance of each channel over the batch, and y = f((x - mean) / sqrt(variance + epsilon) scale + shift + residual),
    /// a channel at a time; the residual may be empty.
    /// </summary>
    internal static unsafe void TrainingForward<T, TFunction>(
        TFunction function,
        ReadOnlySpan<T> x,
        int images,
        int channels,
        int spatial,
        double epsilon,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> shift,
        ReadOnlySpan<T> residual,
        Span<T> mean,
        Span<T> variance,
        Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        Check(images, channels, spatial, x.Length, mean.Length, variance.Length);
        CheckOptional(channels, scale.Length, shift.Length);
        Tiling.Same(x.Length, y.Length, nameof(y));
        Tiling.Same(residual.IsEmpty ? 0 : x.Length, residual.Length, nameof(residual));
        if (x.IsEmpty)
        {
            mean.Clear();
            variance.Clear();
            return;
        }

        var inverse = Scratch.Rent<T>(ScratchSlots.InverseDeviations, channels);
        fixed (T* input = x, means = mean, variances = variance, scales = scale, shifts = shift, added = residual, output = y)
        {
            var kernel = new NormalizeBatchKernel<T, TFunction>(
                function, input, means, variances, inverse, T.CreateTruncating(epsilon), scales, shifts, added, output,
                images, (long)channels * spatial, spatial);
            ChannelRows.Run<T, NormalizeBatchKernel<T, TFunction>>(kernel, images, channels, spatial);
        }
    }

    /// <summary>
    /// The gradients of the fused forward pass, for a function whose derivative reads its output alone (or neither): h = g f'(y) takes the place
    /// of g, and is the residual's gradient, which is written where <paramref name="dResidual"/> is not empty.
    /// </summary>
    internal static unsafe void Gradient<T, TFunction>(
        TFunction function,
        ReadOnlySpan<T> gradient,
        ReadOnlySpan<T> y,
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
        Span<T> dShift,
        Span<T> dResidual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        if (TFunction.DerivativeReadsInput)
        {
            throw new ArgumentException($"The derivative of {typeof(TFunction).Name} reads its input, which is not kept.", nameof(function));
        }

        Check(images, channels, spatial, x.Length, mean.Length, inverseDeviation.Length);
        Check(images, channels, spatial, gradient.Length, dScale.Length, dShift.Length);
        CheckOptional(channels, scale.Length, scale.Length);
        Tiling.Same(x.Length, dx.Length, nameof(dx));
        Tiling.Same(TFunction.DerivativeReadsOutput ? x.Length : 0, y.Length, nameof(y));
        Tiling.Same(dResidual.IsEmpty ? 0 : x.Length, dResidual.Length, nameof(dResidual));
        if (x.IsEmpty)
        {
            dScale.Clear();
            dShift.Clear();
            return;
        }

        fixed (T* upstream = gradient, output = y, input = x, means = mean, inverse = inverseDeviation, scales = scale)
        fixed (T* target = dx, scaleTarget = dScale, shiftTarget = dShift, residualTarget = dResidual)
        {
            var kernel = new NormalizationGradientKernel<T, TFunction>(
                function, upstream, output, input, means, inverse, scales, fixedStatistics, target, scaleTarget, shiftTarget, residualTarget,
                images, (long)channels * spatial, spatial);
            ChannelRows.Run<T, NormalizationGradientKernel<T, TFunction>>(kernel, images, channels, spatial);
        }
    }
}
