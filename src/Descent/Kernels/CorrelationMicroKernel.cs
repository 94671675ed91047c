using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The innermost loops of the correlation: a block of output channels by a block of pixel vectors, held in registers over all of k.
/// Row r, vector v: c = (resume ? c : 0) + sum over k of a[k, r] b_v[offsets[k] ...], one chain of fused multiply-adds in increasing k,
/// then + bias[r] unless bias is null. The size of the block depends on the registers of the machine; no result does.
/// </summary>
internal static unsafe class CorrelationMicroKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lane => Vector512<T>.Count;

    /// <summary>Output channels and pixel vectors of a block, for a group of so many output channels.</summary>
    public static (int Rows, int Vectors) Block(int outChannels) => (Vector512.IsHardwareAccelerated, outChannels) switch
    {
        (true, 1) => (1, 8),
        (true, <= 4) => (4, 6),
        (true, _) when (outChannels + 5) / 6 * 6 < (outChannels + 7) / 8 * 8 => (6, 4),
        (true, _) => (8, 3),
        (false, 1) => (1, 4),
        (false, <= 4) => (4, 1),
        (false, _) => (6, 1),
    };

    /// <summary>
    /// One block of <paramref name="rows"/> channels (as <see cref="Block"/> gives) and at most as many vectors, at b + starts[v].
    /// </summary>
    public static void Run(
        int rows, int vectors, int count, T* a, int* offsets, T* b, int* starts, T* c, nint rowStride, T* bias, bool resume)
    {
        while (vectors > 0)
        {
            var done = Step(rows, vectors, count, a, offsets, b, starts, c, rowStride, bias, resume);
            vectors -= done;
            starts += done;
            c += done * Lane;
        }
    }

    private static int Step(
        int rows, int vectors, int count, T* a, int* offsets, T* b, int* s, T* c, nint rowStride, T* bias, bool resume)
    {
        switch (rows, vectors)
        {
            case (8, >= 3):
                CorrelationWide<T>.Run8x3(count, a, offsets, b + s[0], b + s[1], b + s[2], c, rowStride, bias, resume);
                return 3;
            case (8, 2):
                CorrelationWide<T>.Run8x2(count, a, offsets, b + s[0], b + s[1], c, rowStride, bias, resume);
                return 2;
            case (8, _):
                CorrelationWide<T>.Run8x1(count, a, offsets, b + s[0], c, rowStride, bias, resume);
                return 1;
            case (6, >= 4) when Vector512.IsHardwareAccelerated:
                CorrelationSix<T>.Run6x4(count, a, offsets, b + s[0], b + s[1], b + s[2], b + s[3], c, rowStride, bias, resume);
                return 4;
            case (6, _):
                CorrelationNarrow<T>.Run6x1(count, a, offsets, b + s[0], c, rowStride, bias, resume);
                return 1;
            case (4, >= 6):
                CorrelationNarrow<T>.Run4x6(
                    count, a, offsets, b + s[0], b + s[1], b + s[2], b + s[3], b + s[4], b + s[5], c, rowStride, bias, resume);
                return 6;
            case (4, _):
                CorrelationNarrow<T>.Run4x1(count, a, offsets, b + s[0], c, rowStride, bias, resume);
                return 1;
            case (_, >= 8):
                CorrelationNarrow<T>.Run1x8(
                    count, a, offsets, b + s[0], b + s[1], b + s[2], b + s[3],
                    b + s[4], b + s[5], b + s[6], b + s[7], c, rowStride, bias, resume);
                return 8;
            case (_, >= 4):
                CorrelationNarrow<T>.Run1x4(count, a, offsets, b + s[0], b + s[1], b + s[2], b + s[3], c, rowStride, bias, resume);
                return 4;
            default:
                CorrelationNarrow<T>.Run1x1(count, a, offsets, b + s[0], c, rowStride, bias, resume);
                return 1;
        }
    }
}
