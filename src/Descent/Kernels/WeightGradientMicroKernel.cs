using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// The innermost loops of the gradient for the weights: a block of sums, at most 8 output channels by 3 vectors of inputs, is kept in
/// registers while the pixels of a unit run through it.
/// </summary>
internal static unsafe class WeightGradientMicroKernel
{
    /// <summary>
    /// The most output channels in a block. 8 x 3 vectors fill 24 of the 32 registers of 512 bits; where a vector takes two or four smaller
    /// registers, 6 x 1 is what fits. The size never shows in a result: an element's sum runs over the pixels alone.
    /// </summary>
    public static int MaxRows => Vector512.IsHardwareAccelerated ? 8 : 6;

    /// <summary>The most vectors of inputs in a block.</summary>
    public static int MaxVectors => Vector512.IsHardwareAccelerated ? 3 : 1;

    /// <summary>
    /// sums[r, j] = sums[r, j] (or 0) + the sum over pixels of gradient[r, pixel] input[pixel, j]: one chain of fused multiply-adds.
    /// </summary>
    public static void Run<T>(int rows, int vectors, ref WeightGradientBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (vectors)
        {
            case 1:
                Run<T, One>(rows, ref block);
                break;
            case 2:
                Run<T, Two>(rows, ref block);
                break;
            default:
                Run<T, Three>(rows, ref block);
                break;
        }
    }

    private static void Run<T, TVectors>(int rows, ref WeightGradientBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1:
                Run<T, One, TVectors>(ref block);
                break;
            case 2:
                Run<T, Two, TVectors>(ref block);
                break;
            case 3:
                Run<T, Three, TVectors>(ref block);
                break;
            case 4:
                Run<T, Four, TVectors>(ref block);
                break;
            case 5:
                Run<T, Five, TVectors>(ref block);
                break;
            case 6:
                Run<T, Six, TVectors>(ref block);
                break;
            case 7:
                Run<T, Seven, TVectors>(ref block);
                break;
            default:
                Run<T, Eight, TVectors>(ref block);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TRows, TVectors>(ref WeightGradientBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        Vector512<T> s40 = default, s41 = default, s42 = default, s50 = default, s51 = default, s52 = default;
        Vector512<T> s60 = default, s61 = default, s62 = default, s70 = default, s71 = default, s72 = default;

        // One pointer a row and one index for all of them: the loads need no arithmetic of their own.
        var g0 = block.Gradient;
        var g1 = g0 + block.GradientRow;
        var g2 = g1 + block.GradientRow;
        var g3 = g2 + block.GradientRow;
        var g4 = g3 + block.GradientRow;
        var g5 = g4 + block.GradientRow;
        var g6 = g5 + block.GradientRow;
        var g7 = g6 + block.GradientRow;
        nint at = 0;
        var input = block.Input;
        var step = block.Pixels.Step;
        for (var image = block.Pixels.Images; image > 0; image--)
        {
            for (var row = block.Pixels.Rows; row > 0; row--)
            {
                for (var column = block.Pixels.Columns; column > 0; column--)
                {
                    var x0 = Vector512.Load(input);
                    var x1 = TVectors.Value > 1 ? Vector512.Load(input + Vector512<T>.Count) : default;
                    var x2 = TVectors.Value > 2 ? Vector512.Load(input + (2 * Vector512<T>.Count)) : default;
                    Step<T, TRows, TVectors, One>(g0, at, x0, x1, x2, ref s00, ref s01, ref s02);
                    Step<T, TRows, TVectors, Two>(g1, at, x0, x1, x2, ref s10, ref s11, ref s12);
                    Step<T, TRows, TVectors, Three>(g2, at, x0, x1, x2, ref s20, ref s21, ref s22);
                    Step<T, TRows, TVectors, Four>(g3, at, x0, x1, x2, ref s30, ref s31, ref s32);
                    Step<T, TRows, TVectors, Five>(g4, at, x0, x1, x2, ref s40, ref s41, ref s42);
                    Step<T, TRows, TVectors, Six>(g5, at, x0, x1, x2, ref s50, ref s51, ref s52);
                    Step<T, TRows, TVectors, Seven>(g6, at, x0, x1, x2, ref s60, ref s61, ref s62);
                    Step<T, TRows, TVectors, Eight>(g7, at, x0, x1, x2, ref s70, ref s71, ref s72);
                    at++;
                    input += step;
                }

                input += block.Pixels.RowSkip;
                block.Ahead.AskInPlace();
            }

            at += block.Pixels.GradientImageSkip;
            input += block.Pixels.ImageSkip;
        }

        var sums = block.Sums;
        var sumsRow = block.SumsRow;
        var add = block.Add;
        Store<T, TRows, TVectors, One>(sums, add, s00, s01, s02);
        Store<T, TRows, TVectors, Two>(sums + sumsRow, add, s10, s11, s12);
        Store<T, TRows, TVectors, Three>(sums + (2 * sumsRow), add, s20, s21, s22);
        Store<T, TRows, TVectors, Four>(sums + (3 * sumsRow), add, s30, s31, s32);
        Store<T, TRows, TVectors, Five>(sums + (4 * sumsRow), add, s40, s41, s42);
        Store<T, TRows, TVectors, Six>(sums + (5 * sumsRow), add, s50, s51, s52);
        Store<T, TRows, TVectors, Seven>(sums + (6 * sumsRow), add, s60, s61, s62);
        Store<T, TRows, TVectors, Eight>(sums + (7 * sumsRow), add, s70, s71, s72);
    }

    /// <summary>One pixel in one row; nothing where the block has fewer rows than <typeparamref name="TRow"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TRows, TVectors, TRow>(
        T* g, nint at, Vector512<T> x0, Vector512<T> x1, Vector512<T> x2, ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            var gradient = Vector512.Create(g[at]);
            s0 = Lanes.MultiplyAdd(gradient, x0, s0);
            if (TVectors.Value > 1)
            {
                s1 = Lanes.MultiplyAdd(gradient, x1, s1);
            }

            if (TVectors.Value > 2)
            {
                s2 = Lanes.MultiplyAdd(gradient, x2, s2);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TRows, TVectors, TRow>(T* sums, bool add, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            Store(sums, add, s0);
            if (TVectors.Value > 1)
            {
                Store(sums + Vector512<T>.Count, add, s1);
            }

            if (TVectors.Value > 2)
            {
                Store(sums + (2 * Vector512<T>.Count), add, s2);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* sums, bool add, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => (add ? Vector512.Load(sums) + sum : sum).Store(sums);
}
