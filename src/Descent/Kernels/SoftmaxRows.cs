using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Softmax and its logarithm along the middle axis of [outer, axis, inner], stable at any finite input: the maximum is taken off first.
/// A row of nothing but -infinity (everything masked) gives zeros, and -infinity as its logarithm, not NaN. Output may be the input.
/// </summary>
public static class SoftmaxRows
{
    /// <summary>y = e^(x - max) / sum of e^(x - max).</summary>
    public static unsafe void Forward<T>(ReadOnlySpan<T> x, int outer, int axis, int inner, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outer * axis * inner, x.Length, y.Length);
        fixed (T* input = x, output = y)
        {
            LaneRows.Run<T, SoftmaxKernel<T>>(new SoftmaxKernel<T>(input, output), outer, axis, inner);
        }
    }

    /// <summary>y = x - max - ln(sum of e^(x - max)).</summary>
    public static unsafe void LogForward<T>(ReadOnlySpan<T> x, int outer, int axis, int inner, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outer * axis * inner, x.Length, y.Length);
        fixed (T* input = x, output = y)
        {
            LaneRows.Run<T, LogSoftmaxKernel<T>>(new LogSoftmaxKernel<T>(input, output), outer, axis, inner);
        }
    }

    /// <summary>dx = y (g - sum of g y), for y = softmax(x) and the upstream gradient g.</summary>
    public static unsafe void Gradient<T>(ReadOnlySpan<T> gradient, ReadOnlySpan<T> y, int outer, int axis, int inner, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outer * axis * inner, gradient.Length, y.Length, dx.Length);
        fixed (T* upstream = gradient, output = y, target = dx)
        {
            LaneRows.Run<T, SoftmaxGradientKernel<T>>(new SoftmaxGradientKernel<T>(upstream, output, target), outer, axis, inner);
        }
    }

    /// <summary>dx = g - e^y (sum of g), for y = log-softmax(x) and the upstream gradient g.</summary>
    public static unsafe void LogGradient<T>(ReadOnlySpan<T> gradient, ReadOnlySpan<T> y, int outer, int axis, int inner, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(outer * axis * inner, gradient.Length, y.Length, dx.Length);
        fixed (T* upstream = gradient, output = y, target = dx)
        {
            LaneRows.Run<T, LogSoftmaxGradientKernel<T>>(new LogSoftmaxGradientKernel<T>(upstream, output, target), outer, axis, inner);
        }
    }

    private static void Check(int expected, params ReadOnlySpan<int> lengths)
    {
        foreach (var length in lengths)
        {
            Tiling.Same(expected, length, "span");
        }
    }
}
