using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Gᵀ (chunk 0 + chunk 1 + ...) G of one output channel and the channels of a cell a tile, moved to the weights' order [o, c, tap]; see
/// <see cref="WinogradWeightGradient{T}"/>.
/// </summary>
internal readonly unsafe struct WinogradWeightSumJob<T>(in WinogradWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WinogradWeightGradient<T> plan = plan;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var geometry = ref plan.Geometry;
        var (cell, o) = Math.DivRem(tile, plan.OutBlock);
        var (rest, channelBlock) = Math.DivRem(cell, plan.ChannelBlocks);
        var (group, outBlock) = Math.DivRem(rest, plan.OutBlocks);
        var outChannel = (outBlock * plan.OutBlock) + o;
        if (outChannel >= geometry.OutChannelsPerGroup)
        {
            return;
        }

        outChannel += group * geometry.OutChannelsPerGroup;
        var firstChannel = channelBlock * plan.ChannelBlock;
        var channels = Math.Min(plan.ChannelBlock, geometry.InChannelsPerGroup - firstChannel);
        var taps = Scratch.Rent<T>(ScratchSlots.Panel, Winograd.Taps * (nint)plan.SumsRow);
        var sums = plan.Partials + ((nint)cell * plan.CellLength) + ((nint)o * plan.SumsRow);
        Transform(sums, (nint)plan.Cells * plan.CellLength, taps);
        var to = plan.Result + ((((nint)outChannel * geometry.InChannelsPerGroup) + firstChannel) * Winograd.Taps);
        Transposition.Copy(taps, plan.SumsRow, to, Winograd.Taps, Winograd.Taps, channels);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Transform(T* sums, nint chunkLength, T* taps)
    {
        var half = Lanes.Broadcast<T>(0.5);
        nint row = plan.SumsRow, point = plan.SumsPoint;
        for (var c = 0; c < row; c += Vector512<T>.Count, sums += Vector512<T>.Count, taps += Vector512<T>.Count)
        {
            Column(sums, point, chunkLength, half, out var a0, out var a1, out var a2);
            Column(sums + point, point, chunkLength, half, out var b0, out var b1, out var b2);
            Column(sums + (2 * point), point, chunkLength, half, out var c0, out var c1, out var c2);
            Column(sums + (3 * point), point, chunkLength, half, out var d0, out var d1, out var d2);
            Row(taps, row, half, a0, b0, c0, d0);
            Row(taps + (3 * row), row, half, a1, b1, c1, d1);
            Row(taps + (6 * row), row, half, a2, b2, c2, d2);
        }
    }

    // One column of points times Gᵀ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Column(
        T* sums, nint point, nint chunkLength, Vector512<T> half, out Vector512<T> t0, out Vector512<T> t1, out Vector512<T> t2)
    {
        Vector512<T> m1 = Sum(sums + (4 * point), chunkLength), m2 = Sum(sums + (8 * point), chunkLength);
        var middle = (m1 + m2) * half;
        t0 = Sum(sums, chunkLength) + middle;
        t1 = (m1 - m2) * half;
        t2 = middle + Sum(sums + (12 * point), chunkLength);
    }

    // One row of these times G.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(
        T* taps, nint row, Vector512<T> half, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
    {
        var middle = (b + c) * half;
        (a + middle).Store(taps);
        ((b - c) * half).Store(taps + row);
        (middle + d).Store(taps + (2 * row));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Sum(T* sums, nint chunkLength)
    {
        var sum = Vector512.Load(sums);
        for (var chunk = 1; chunk < plan.Chunks; chunk++)
        {
            sum += Vector512.Load(sums + (chunk * chunkLength));
        }

        return sum;
    }
}
