using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Mean and biased variance of a channel: the deviations from a first mean correct both. The first pass leaves a copy of the channel, image
/// after image, unless <paramref name="copy"/> is null.
/// </summary>
/// <remarks>Every sum runs in four chains, as one would wait for each addition to end.</remarks>
internal readonly unsafe struct ChannelStatisticsKernel<T>(
    T* x, T* copy, T* mean, T* variance, int images, long distance, int spatial) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var count = Lanes.Broadcast<T>((double)images * spatial);
        var first = layout.Sum(Total(layout, x + offset)) / count;
        var row = copy == null ? x + offset : copy;
        var step = copy == null ? distance : spatial;
        Vector512<T> deviations = default, squares = default;
        for (var image = 0; image < images; image++, row += step)
        {
            AddDeviations(layout, row, first, ref deviations, ref squares);
        }

        var correction = layout.Sum(deviations) / count;
        var spread = Lanes.MultiplyAdd(-correction, correction, layout.Sum(squares) / count);
        layout.StoreResult(mean + result, first + correction);
        layout.StoreResult(variance + result, Lanes.Maximum(spread, Vector512<T>.Zero));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private Vector512<T> Total<TLayout>(TLayout layout, T* row)
        where TLayout : struct, ILaneLayout<T>
    {
        var to = copy;
        var whole = layout.WholeSteps & ~3;
        var total = Vector512<T>.Zero;
        for (var image = 0; image < images; image++, row += distance, to += spatial)
        {
            Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var step = 0;
            for (; step < whole; step += 4)
            {
                var x0 = layout.LoadWhole(row, step);
                var x1 = layout.LoadWhole(row, step + 1);
                var x2 = layout.LoadWhole(row, step + 2);
                var x3 = layout.LoadWhole(row, step + 3);
                if (copy != null)
                {
                    Prefetching.Next(row + distance, step);
                    Prefetching.Next(row + distance, step + 1);
                    Prefetching.Next(row + distance, step + 2);
                    Prefetching.Next(row + distance, step + 3);
                    layout.StoreWhole(to, step, x0);
                    layout.StoreWhole(to, step + 1, x1);
                    layout.StoreWhole(to, step + 2, x2);
                    layout.StoreWhole(to, step + 3, x3);
                }

                s0 += x0;
                s1 += x1;
                s2 += x2;
                s3 += x3;
            }

            for (; step < layout.Steps; step++)
            {
                var x0 = layout.Load(row, step, default);
                if (copy != null)
                {
                    layout.Store(to, step, x0);
                }

                s0 += x0;
            }

            total += s0 + s1 + (s2 + s3);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDeviations<TLayout>(
        TLayout layout, T* row, Vector512<T> centre, ref Vector512<T> deviations, ref Vector512<T> squares)
        where TLayout : struct, ILaneLayout<T>
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<T> q0 = default, q1 = default, q2 = default, q3 = default;
        var (step, whole) = (0, layout.WholeSteps & ~3);
        for (; step < whole; step += 4)
        {
            var d0 = layout.LoadWhole(row, step) - centre;
            var d1 = layout.LoadWhole(row, step + 1) - centre;
            var d2 = layout.LoadWhole(row, step + 2) - centre;
            var d3 = layout.LoadWhole(row, step + 3) - centre;
            s0 += d0;
            s1 += d1;
            s2 += d2;
            s3 += d3;
            q0 = Lanes.MultiplyAdd(d0, d0, q0);
            q1 = Lanes.MultiplyAdd(d1, d1, q1);
            q2 = Lanes.MultiplyAdd(d2, d2, q2);
            q3 = Lanes.MultiplyAdd(d3, d3, q3);
        }

        for (; step < layout.Steps; step++)
        {
            var d0 = layout.Load(row, step, centre) - centre;
            s0 += d0;
            q0 = Lanes.MultiplyAdd(d0, d0, q0);
        }

        deviations += s0 + s1 + (s2 + s3);
        squares += q0 + q1 + (q2 + q3);
    }
}
