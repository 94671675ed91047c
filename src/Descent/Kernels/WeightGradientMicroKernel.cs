using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The innermost loops of the gradient for the weights: a block of rows (gradients of output channels) by columns (input channel, tap).
/// sums[r, c] = sum over segments and i of rows[r][i] columns[c][i]; each lane is one chain of fused multiply-adds, the lanes are then
/// added by halves. The size of the block depends on the registers of the machine; no result does.
/// </summary>
internal static unsafe class WeightGradientMicroKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows in a block: 4 with 512-bit registers, else 2.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 4 : 2;

    /// <summary>Columns in a block: 6 with 512-bit registers, else 3.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? 6 : 3;

    /// <summary>One block; rows lie segment after segment, columns ColumnStride apart.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum(Vector512<T> lanes)
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        if (typeof(T) == typeof(float))
        {
            var four = quarter.AsSingle();
            four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
            return T.CreateTruncating(four.GetElement(0) + four.GetElement(1));
        }

        return quarter.GetElement(0) + quarter.GetElement(1);
    }

    /// <summary>24 accumulators, 4 rows and a column: 29 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

            a0 += segments.Length;
            a1 += segments.Length;
            a2 += segments.Length;
            a3 += segments.Length;
            b0 += segments.ColumnStride;
            b1 += segments.ColumnStride;
            b2 += segments.ColumnStride;
            b3 += segments.ColumnStride;
            b4 += segments.ColumnStride;
            b5 += segments.ColumnStride;
        }

        sums[0] = Sum(s00);
        sums[1] = Sum(s01);
        sums[2] = Sum(s02);
        sums[3] = Sum(s03);
        sums[4] = Sum(s04);
        sums[5] = Sum(s05);
        sums[6] = Sum(s10);
        sums[7] = Sum(s11);
        sums[8] = Sum(s12);
        sums[9] = Sum(s13);
        sums[10] = Sum(s14);
        sums[11] = Sum(s15);
        sums[12] = Sum(s20);
        sums[13] = Sum(s21);
        sums[14] = Sum(s22);
        sums[15] = Sum(s23);
        sums[16] = Sum(s24);
        sums[17] = Sum(s25);
        sums[18] = Sum(s30);
        sums[19] = Sum(s31);
        sums[20] = Sum(s32);
        sums[21] = Sum(s33);
        sums[22] = Sum(s34);
        sums[23] = Sum(s35);
    }

    /// <summary>For 256-bit registers, where a vector is two of them: 12 accumulators, 4 of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

            a0 += segments.Length;
            a1 += segments.Length;
            b0 += segments.ColumnStride;
            b1 += segments.ColumnStride;
            b2 += segments.ColumnStride;
        }

        sums[0] = Sum(s00);
        sums[1] = Sum(s01);
        sums[2] = Sum(s02);
        sums[3] = Sum(s10);
        sums[4] = Sum(s11);
        sums[5] = Sum(s12);
    }
}

/// <summary>Pieces of equal length that a sum runs through.</summary>
/// <param name="Count">Number of segments.</param>
/// <param name="Length">Elements in each, whole vectors.</param>
/// <param name="ColumnStride">Elements from one segment of a column to the next.</param>
internal readonly record struct Segments(int Count, nint Length, nint ColumnStride);
