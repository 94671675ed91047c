using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// The innermost loop of <see cref="TapWeightGradient{T}"/>: the sums of a vector of output channels for some rows of the kernel are kept
/// in registers while the pixels of a band run through them; a pixel's gradients are read once, each input is spread over the lanes.
/// </summary>
internal static unsafe class TapMicroKernel
{
    /// <summary>The most rows of the kernel in a block, and the most columns.</summary>
    public const int MaxLines = 9, MaxColumns = 5;

    /// <summary>
    /// The most sums in a block; with the gradients of two pixels they fill the 32 registers of 512 bits, or 16 smaller ones of which a
    /// vector takes two or four. The size never shows in a result: a sum runs over the pixels alone.
    /// </summary>
    public static int MaxSums => Vector512.IsHardwareAccelerated ? 27 : 5;

    /// <summary>
    /// sums[line, column] = sums[line, column] (or 0) + the sum over pixels of gradient[pixel] input[line, pixel + column]: one chain of
    /// fused multiply-adds.
    /// </summary>
    public static void Run<T>(int lines, int columns, ref TapBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (columns)
        {
            case 1:
                Run<T, One>(lines, ref block);
                break;
            case 2:
                Run<T, Two>(lines, ref block);
                break;
            case 3:
                Run<T, Three>(lines, ref block);
                break;
            case 4:
                Run<T, Four>(lines, ref block);
                break;
            default:
                Run<T, Five>(lines, ref block);
                break;
        }
    }

    private static void Run<T, TColumns>(int lines, ref TapBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TColumns : struct, ICount
    {
        switch (lines)
        {
            case 1:
                Run<T, One, TColumns>(ref block);
                break;
            case 2:
                Run<T, Two, TColumns>(ref block);
                break;
            case 3:
                Run<T, Three, TColumns>(ref block);
                break;
            case 4:
                Run<T, Four, TColumns>(ref block);
                break;
            case 5:
                Run<T, Five, TColumns>(ref block);
                break;
            case 6:
                Run<T, Six, TColumns>(ref block);
                break;
            case 7:
                Run<T, Seven, TColumns>(ref block);
                break;
            case 8:
                Run<T, Eight, TColumns>(ref block);
                break;
            default:
                Run<T, Nine, TColumns>(ref block);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TLines, TColumns>(ref TapBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLines : struct, ICount
        where TColumns : struct, ICount
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;
        Vector512<T> s40 = default, s41 = default, s42 = default, s43 = default, s44 = default;
        Vector512<T> s50 = default, s51 = default, s52 = default, s53 = default, s54 = default;
        Vector512<T> s60 = default, s61 = default, s62 = default, s63 = default, s64 = default;
        Vector512<T> s70 = default, s71 = default, s72 = default, s73 = default, s74 = default;
        Vector512<T> s80 = default, s81 = default, s82 = default, s83 = default, s84 = default;
        var lane = Vector512<T>.Count;
        var gradient = block.Gradient;
        var next = block.Next;
        var input = block.Input;
        var step = block.Step;
        var line = block.Line;
        for (var row = block.Rows; row > 0; row--)
        {
            // Neighbouring pixels share inputs.
            var column = block.Columns;
            for (; step == 1 && column > 1; column -= 2)
            {
                var g = Vector512.Load(gradient);
                var h = Vector512.Load(gradient + lane);
                var x = input;
                StepTwice<T, TLines, TColumns, One>(g, h, ref x, line, ref s00, ref s01, ref s02, ref s03, ref s04);
                StepTwice<T, TLines, TColumns, Two>(g, h, ref x, line, ref s10, ref s11, ref s12, ref s13, ref s14);
                StepTwice<T, TLines, TColumns, Three>(g, h, ref x, line, ref s20, ref s21, ref s22, ref s23, ref s24);
                StepTwice<T, TLines, TColumns, Four>(g, h, ref x, line, ref s30, ref s31, ref s32, ref s33, ref s34);
                StepTwice<T, TLines, TColumns, Five>(g, h, ref x, line, ref s40, ref s41, ref s42, ref s43, ref s44);
                StepTwice<T, TLines, TColumns, Six>(g, h, ref x, line, ref s50, ref s51, ref s52, ref s53, ref s54);
                StepTwice<T, TLines, TColumns, Seven>(g, h, ref x, line, ref s60, ref s61, ref s62, ref s63, ref s64);
                StepTwice<T, TLines, TColumns, Eight>(g, h, ref x, line, ref s70, ref s71, ref s72, ref s73, ref s74);
                StepTwice<T, TLines, TColumns, Nine>(g, h, ref x, line, ref s80, ref s81, ref s82, ref s83, ref s84);
                Ask(next);
                Ask(next + lane);
                next += 2 * lane;
                gradient += 2 * lane;
                input += 2;
            }

            for (; column > 0; column--)
            {
                var g = Vector512.Load(gradient);
                var x = input;
                Step<T, TLines, TColumns, One>(g, ref x, line, ref s00, ref s01, ref s02, ref s03, ref s04);
                Step<T, TLines, TColumns, Two>(g, ref x, line, ref s10, ref s11, ref s12, ref s13, ref s14);
                Step<T, TLines, TColumns, Three>(g, ref x, line, ref s20, ref s21, ref s22, ref s23, ref s24);
                Step<T, TLines, TColumns, Four>(g, ref x, line, ref s30, ref s31, ref s32, ref s33, ref s34);
                Step<T, TLines, TColumns, Five>(g, ref x, line, ref s40, ref s41, ref s42, ref s43, ref s44);
                Step<T, TLines, TColumns, Six>(g, ref x, line, ref s50, ref s51, ref s52, ref s53, ref s54);
                Step<T, TLines, TColumns, Seven>(g, ref x, line, ref s60, ref s61, ref s62, ref s63, ref s64);
                Step<T, TLines, TColumns, Eight>(g, ref x, line, ref s70, ref s71, ref s72, ref s73, ref s74);
                Step<T, TLines, TColumns, Nine>(g, ref x, line, ref s80, ref s81, ref s82, ref s83, ref s84);
                Ask(next);
                next += lane;
                gradient += lane;
                input += step;
            }

            input += block.RowSkip;
        }

        var sums = block.Sums;
        var add = block.Add;
        Store<T, TLines, TColumns, One>(sums, add, s00, s01, s02, s03, s04);
        Store<T, TLines, TColumns, Two>(sums, add, s10, s11, s12, s13, s14);
        Store<T, TLines, TColumns, Three>(sums, add, s20, s21, s22, s23, s24);
        Store<T, TLines, TColumns, Four>(sums, add, s30, s31, s32, s33, s34);
        Store<T, TLines, TColumns, Five>(sums, add, s40, s41, s42, s43, s44);
        Store<T, TLines, TColumns, Six>(sums, add, s50, s51, s52, s53, s54);
        Store<T, TLines, TColumns, Seven>(sums, add, s60, s61, s62, s63, s64);
        Store<T, TLines, TColumns, Eight>(sums, add, s70, s71, s72, s73, s74);
        Store<T, TLines, TColumns, Nine>(sums, add, s80, s81, s82, s83, s84);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(void* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(line);
        }
    }

    /// <summary>One pixel and one row of the kernel; nothing where the block has fewer rows than <typeparamref name="TLine"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TLines, TColumns, TLine>(
        Vector512<T> g, ref T* x, nint line,
        ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2, ref Vector512<T> s3, ref Vector512<T> s4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLines : struct, ICount
        where TColumns : struct, ICount
        where TLine : struct, ICount
    {
        if (TLines.Value >= TLine.Value)
        {
            s0 = Lanes.MultiplyAdd(g, Vector512.Create(x[0]), s0);
            if (TColumns.Value > 1)
            {
                s1 = Lanes.MultiplyAdd(g, Vector512.Create(x[1]), s1);
            }

            if (TColumns.Value > 2)
            {
                s2 = Lanes.MultiplyAdd(g, Vector512.Create(x[2]), s2);
            }

            if (TColumns.Value > 3)
            {
                s3 = Lanes.MultiplyAdd(g, Vector512.Create(x[3]), s3);
            }

            if (TColumns.Value > 4)
            {
                s4 = Lanes.MultiplyAdd(g, Vector512.Create(x[4]), s4);
            }

            x += line;
        }
    }

    /// <summary>Two pixels side by side, the left one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepTwice<T, TLines, TColumns, TLine>(
        Vector512<T> g, Vector512<T> h, ref T* x, nint line,
        ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2, ref Vector512<T> s3, ref Vector512<T> s4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLines : struct, ICount
        where TColumns : struct, ICount
        where TLine : struct, ICount
    {
        if (TLines.Value >= TLine.Value)
        {
            var value = Vector512.Create(x[1]);
            s0 = Lanes.MultiplyAdd(g, Vector512.Create(x[0]), s0);
            s0 = Lanes.MultiplyAdd(h, value, s0);
            if (TColumns.Value > 1)
            {
                s1 = Lanes.MultiplyAdd(g, value, s1);
                value = Vector512.Create(x[2]);
                s1 = Lanes.MultiplyAdd(h, value, s1);
            }

            if (TColumns.Value > 2)
            {
                s2 = Lanes.MultiplyAdd(g, value, s2);
                value = Vector512.Create(x[3]);
                s2 = Lanes.MultiplyAdd(h, value, s2);
            }

            if (TColumns.Value > 3)
            {
                s3 = Lanes.MultiplyAdd(g, value, s3);
                value = Vector512.Create(x[4]);
                s3 = Lanes.MultiplyAdd(h, value, s3);
            }

            if (TColumns.Value > 4)
            {
                s4 = Lanes.MultiplyAdd(g, value, s4);
                value = Vector512.Create(x[5]);
                s4 = Lanes.MultiplyAdd(h, value, s4);
            }

            x += line;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TLines, TColumns, TLine>(
        T* sums, bool add, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, Vector512<T> s4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLines : struct, ICount
        where TColumns : struct, ICount
        where TLine : struct, ICount
    {
        if (TLines.Value >= TLine.Value)
        {
            sums += (TLine.Value - 1) * TColumns.Value * Vector512<T>.Count;
            Store(sums, add, s0);
            if (TColumns.Value > 1)
            {
                Store(sums + Vector512<T>.Count, add, s1);
            }

            if (TColumns.Value > 2)
            {
                Store(sums + (2 * Vector512<T>.Count), add, s2);
            }

            if (TColumns.Value > 3)
            {
                Store(sums + (3 * Vector512<T>.Count), add, s3);
            }

            if (TColumns.Value > 4)
            {
                Store(sums + (4 * Vector512<T>.Count), add, s4);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* sums, bool add, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => (add ? Vector512.Load(sums) + sum : sum).Store(sums);
}
