using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The innermost loops of the gradient for the weights: a block of rows (gradients of output channels) by columns (input channel, tap).
/// sums[r, c] = sum over segments and i of rows[r][i] columns[c][i], at r SumStride + c; each lane is one chain of fused multiply-adds, the
/// lanes are then added by halves. The size of the block depends on the registers of the machine; no result does.
/// </summary>
internal static unsafe class WeightGradientMicroKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows in a block: 4 with 512-bit registers, else 2.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 4 : 2;

    /// <summary>Columns in a block: 6 with 512-bit registers, else 3.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? 6 : 3;

    /// <summary>From one row of the sums to the next.</summary>
    public const int SumStride = 8;

    /// <summary>One block; its segments lie RowStride and ColumnStride apart.</summary>
    public static void Run(in Segments segments, T** rows, T** columns, T* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run4x6(in segments, rows, columns, sums);
        }
        else
        {
            Run2x3(in segments, rows, columns, sums);
        }
    }

    /// <summary>24 accumulators, 4 rows and a column: 29 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run4x6(in Segments segments, T** rows, T** columns, T* sums)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s24 = default, s25 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default, s34 = default, s35 = default;
        T* a0 = rows[0], a1 = rows[1], a2 = rows[2], a3 = rows[3];
        T* b0 = columns[0], b1 = columns[1], b2 = columns[2], b3 = columns[3], b4 = columns[4], b5 = columns[5];
        for (var segment = 0; segment < segments.Count; segment++)
        {
            for (nint i = 0; i < segments.Length; i += Vector512<T>.Count)
            {
                var x0 = Vector512.Load(a0 + i);
                var x1 = Vector512.Load(a1 + i);
                var x2 = Vector512.Load(a2 + i);
                var x3 = Vector512.Load(a3 + i);
                var y0 = Vector512.Load(b0 + i);
                s00 = Lanes.MultiplyAdd(x0, y0, s00);
                s10 = Lanes.MultiplyAdd(x1, y0, s10);
                s20 = Lanes.MultiplyAdd(x2, y0, s20);
                s30 = Lanes.MultiplyAdd(x3, y0, s30);
                var y1 = Vector512.Load(b1 + i);
                s01 = Lanes.MultiplyAdd(x0, y1, s01);
                s11 = Lanes.MultiplyAdd(x1, y1, s11);
                s21 = Lanes.MultiplyAdd(x2, y1, s21);
                s31 = Lanes.MultiplyAdd(x3, y1, s31);
                var y2 = Vector512.Load(b2 + i);
                s02 = Lanes.MultiplyAdd(x0, y2, s02);
                s12 = Lanes.MultiplyAdd(x1, y2, s12);
                s22 = Lanes.MultiplyAdd(x2, y2, s22);
                s32 = Lanes.MultiplyAdd(x3, y2, s32);
                var y3 = Vector512.Load(b3 + i);
                s03 = Lanes.MultiplyAdd(x0, y3, s03);
                s13 = Lanes.MultiplyAdd(x1, y3, s13);
                s23 = Lanes.MultiplyAdd(x2, y3, s23);
                s33 = Lanes.MultiplyAdd(x3, y3, s33);
                var y4 = Vector512.Load(b4 + i);
                s04 = Lanes.MultiplyAdd(x0, y4, s04);
                s14 = Lanes.MultiplyAdd(x1, y4, s14);
                s24 = Lanes.MultiplyAdd(x2, y4, s24);
                s34 = Lanes.MultiplyAdd(x3, y4, s34);
                var y5 = Vector512.Load(b5 + i);
                s05 = Lanes.MultiplyAdd(x0, y5, s05);
                s15 = Lanes.MultiplyAdd(x1, y5, s15);
                s25 = Lanes.MultiplyAdd(x2, y5, s25);
                s35 = Lanes.MultiplyAdd(x3, y5, s35);
            }

            a0 += segments.RowStride;
            a1 += segments.RowStride;
            a2 += segments.RowStride;
            a3 += segments.RowStride;
            b0 += segments.ColumnStride;
            b1 += segments.ColumnStride;
            b2 += segments.ColumnStride;
            b3 += segments.ColumnStride;
            b4 += segments.ColumnStride;
            b5 += segments.ColumnStride;
        }

        if (typeof(T) == typeof(float))
        {
            LaneSums.Store((float*)sums, s00.AsSingle(), s10.AsSingle(), s20.AsSingle(), s30.AsSingle(), s01.AsSingle(), s11.AsSingle(),
                s21.AsSingle(), s31.AsSingle(), s02.AsSingle(), s12.AsSingle(), s22.AsSingle(), s32.AsSingle(), s03.AsSingle(),
                s13.AsSingle(), s23.AsSingle(), s33.AsSingle());
            LaneSums.Store((float*)sums + 4, s04.AsSingle(), s14.AsSingle(), s24.AsSingle(), s34.AsSingle(), s05.AsSingle(),
                s15.AsSingle(), s25.AsSingle(), s35.AsSingle());
            return;
        }

        StoreRow(sums, s00, s01, s02, s03, s04, s05);
        StoreRow(sums + SumStride, s10, s11, s12, s13, s14, s15);
        StoreRow(sums + (2 * SumStride), s20, s21, s22, s23, s24, s25);
        StoreRow(sums + (3 * SumStride), s30, s31, s32, s33, s34, s35);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(
        T* sums, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, Vector512<T> s4, Vector512<T> s5)
    {
        sums[0] = Lanes.Sum(s0);
        sums[1] = Lanes.Sum(s1);
        sums[2] = Lanes.Sum(s2);
        sums[3] = Lanes.Sum(s3);
        sums[4] = Lanes.Sum(s4);
        sums[5] = Lanes.Sum(s5);
    }

    /// <summary>For 256-bit registers, where a vector is two of them: 12 accumulators, 4 of rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run2x3(in Segments segments, T** rows, T** columns, T* sums)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default;
        T* a0 = rows[0], a1 = rows[1];
        T* b0 = columns[0], b1 = columns[1], b2 = columns[2];
        for (var segment = 0; segment < segments.Count; segment++)
        {
            for (nint i = 0; i < segments.Length; i += Vector512<T>.Count)
            {
                var x0 = Vector512.Load(a0 + i);
                var x1 = Vector512.Load(a1 + i);
                var y0 = Vector512.Load(b0 + i);
                s00 = Lanes.MultiplyAdd(x0, y0, s00);
                s10 = Lanes.MultiplyAdd(x1, y0, s10);
                var y1 = Vector512.Load(b1 + i);
                s01 = Lanes.MultiplyAdd(x0, y1, s01);
                s11 = Lanes.MultiplyAdd(x1, y1, s11);
                var y2 = Vector512.Load(b2 + i);
                s02 = Lanes.MultiplyAdd(x0, y2, s02);
                s12 = Lanes.MultiplyAdd(x1, y2, s12);
            }

            a0 += segments.RowStride;
            a1 += segments.RowStride;
            b0 += segments.ColumnStride;
            b1 += segments.ColumnStride;
            b2 += segments.ColumnStride;
        }

        sums[0] = Lanes.Sum(s00);
        sums[1] = Lanes.Sum(s01);
        sums[2] = Lanes.Sum(s02);
        sums[SumStride] = Lanes.Sum(s10);
        sums[SumStride + 1] = Lanes.Sum(s11);
        sums[SumStride + 2] = Lanes.Sum(s12);
    }
}

/// <summary>Pieces of equal length that a sum runs through.</summary>
/// <param name="Count">Number of segments.</param>
/// <param name="Length">Elements in each, whole vectors.</param>
/// <param name="RowStride">Elements from one segment of a row to the next.</param>
/// <param name="ColumnStride">Elements from one segment of a column to the next.</param>
internal readonly record struct Segments(int Count, nint Length, nint RowStride, nint ColumnStride);
