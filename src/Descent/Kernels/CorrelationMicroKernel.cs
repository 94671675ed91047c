using System.Numerics;
using System.Runtime.CompilerServices;
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
    /// <summary>Output channels in a block of <see cref="Run"/>: 8 with 512-bit registers, else 6.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 8 : 6;

    /// <summary>Pixel vectors in a block of <see cref="Run"/>: 3 with 512-bit registers, else 1.</summary>
    public static int Vectors => Vector512.IsHardwareAccelerated ? 3 : 1;

    /// <summary>One block: <paramref name="vectors"/> (at most <see cref="Vectors"/>) vectors whose places are b + starts[v].</summary>
    public static void Run(
        int count, T* a, int* offsets, T* b, int* starts, int vectors, T* c, nint rowStride, T* bias, bool resume)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            Run6x1(count, a, offsets, b + starts[0], c, rowStride, bias, resume);
        }
        else if (vectors == 3)
        {
            Run8x3(count, a, offsets, b + starts[0], b + starts[1], b + starts[2], c, rowStride, bias, resume);
        }
        else
        {
            for (var v = 0; v < vectors; v++)
            {
                Run8x1(count, a, offsets, b + starts[v], c + (v * Vector512<T>.Count), rowStride, bias, resume);
            }
        }
    }

    /// <summary>24 accumulators, 3 loads and a broadcast: 28 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run8x3(int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default;
        Vector512<T> s40 = default, s41 = default, s42 = default;
        Vector512<T> s50 = default, s51 = default, s52 = default;
        Vector512<T> s60 = default, s61 = default, s62 = default;
        Vector512<T> s70 = default, s71 = default, s72 = default;
        if (resume)
        {
            s00 = Vector512.Load(c + (0 * rowStride) + (0 * Vector512<T>.Count));
            s01 = Vector512.Load(c + (0 * rowStride) + (1 * Vector512<T>.Count));
            s02 = Vector512.Load(c + (0 * rowStride) + (2 * Vector512<T>.Count));
            s10 = Vector512.Load(c + (1 * rowStride) + (0 * Vector512<T>.Count));
            s11 = Vector512.Load(c + (1 * rowStride) + (1 * Vector512<T>.Count));
            s12 = Vector512.Load(c + (1 * rowStride) + (2 * Vector512<T>.Count));
            s20 = Vector512.Load(c + (2 * rowStride) + (0 * Vector512<T>.Count));
            s21 = Vector512.Load(c + (2 * rowStride) + (1 * Vector512<T>.Count));
            s22 = Vector512.Load(c + (2 * rowStride) + (2 * Vector512<T>.Count));
            s30 = Vector512.Load(c + (3 * rowStride) + (0 * Vector512<T>.Count));
            s31 = Vector512.Load(c + (3 * rowStride) + (1 * Vector512<T>.Count));
            s32 = Vector512.Load(c + (3 * rowStride) + (2 * Vector512<T>.Count));
            s40 = Vector512.Load(c + (4 * rowStride) + (0 * Vector512<T>.Count));
            s41 = Vector512.Load(c + (4 * rowStride) + (1 * Vector512<T>.Count));
            s42 = Vector512.Load(c + (4 * rowStride) + (2 * Vector512<T>.Count));
            s50 = Vector512.Load(c + (5 * rowStride) + (0 * Vector512<T>.Count));
            s51 = Vector512.Load(c + (5 * rowStride) + (1 * Vector512<T>.Count));
            s52 = Vector512.Load(c + (5 * rowStride) + (2 * Vector512<T>.Count));
            s60 = Vector512.Load(c + (6 * rowStride) + (0 * Vector512<T>.Count));
            s61 = Vector512.Load(c + (6 * rowStride) + (1 * Vector512<T>.Count));
            s62 = Vector512.Load(c + (6 * rowStride) + (2 * Vector512<T>.Count));
            s70 = Vector512.Load(c + (7 * rowStride) + (0 * Vector512<T>.Count));
            s71 = Vector512.Load(c + (7 * rowStride) + (1 * Vector512<T>.Count));
            s72 = Vector512.Load(c + (7 * rowStride) + (2 * Vector512<T>.Count));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var x1 = Vector512.Load(b1 + offset);
            var x2 = Vector512.Load(b2 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w0, x1, s01);
            s02 = Lanes.MultiplyAdd(w0, x2, s02);
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            s12 = Lanes.MultiplyAdd(w1, x2, s12);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            s21 = Lanes.MultiplyAdd(w2, x1, s21);
            s22 = Lanes.MultiplyAdd(w2, x2, s22);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            s31 = Lanes.MultiplyAdd(w3, x1, s31);
            s32 = Lanes.MultiplyAdd(w3, x2, s32);
            var w4 = Vector512.Create(a[4]);
            s40 = Lanes.MultiplyAdd(w4, x0, s40);
            s41 = Lanes.MultiplyAdd(w4, x1, s41);
            s42 = Lanes.MultiplyAdd(w4, x2, s42);
            var w5 = Vector512.Create(a[5]);
            s50 = Lanes.MultiplyAdd(w5, x0, s50);
            s51 = Lanes.MultiplyAdd(w5, x1, s51);
            s52 = Lanes.MultiplyAdd(w5, x2, s52);
            var w6 = Vector512.Create(a[6]);
            s60 = Lanes.MultiplyAdd(w6, x0, s60);
            s61 = Lanes.MultiplyAdd(w6, x1, s61);
            s62 = Lanes.MultiplyAdd(w6, x2, s62);
            var w7 = Vector512.Create(a[7]);
            s70 = Lanes.MultiplyAdd(w7, x0, s70);
            s71 = Lanes.MultiplyAdd(w7, x1, s71);
            s72 = Lanes.MultiplyAdd(w7, x2, s72);
            a += 8;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            s02 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            s11 += bias1;
            s12 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            s21 += bias2;
            s22 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            s31 += bias3;
            s32 += bias3;
            var bias4 = Vector512.Create(bias[4]);
            s40 += bias4;
            s41 += bias4;
            s42 += bias4;
            var bias5 = Vector512.Create(bias[5]);
            s50 += bias5;
            s51 += bias5;
            s52 += bias5;
            var bias6 = Vector512.Create(bias[6]);
            s60 += bias6;
            s61 += bias6;
            s62 += bias6;
            var bias7 = Vector512.Create(bias[7]);
            s70 += bias7;
            s71 += bias7;
            s72 += bias7;
        }

        s00.Store(c + (0 * rowStride) + (0 * Vector512<T>.Count));
        s01.Store(c + (0 * rowStride) + (1 * Vector512<T>.Count));
        s02.Store(c + (0 * rowStride) + (2 * Vector512<T>.Count));
        s10.Store(c + (1 * rowStride) + (0 * Vector512<T>.Count));
        s11.Store(c + (1 * rowStride) + (1 * Vector512<T>.Count));
        s12.Store(c + (1 * rowStride) + (2 * Vector512<T>.Count));
        s20.Store(c + (2 * rowStride) + (0 * Vector512<T>.Count));
        s21.Store(c + (2 * rowStride) + (1 * Vector512<T>.Count));
        s22.Store(c + (2 * rowStride) + (2 * Vector512<T>.Count));
        s30.Store(c + (3 * rowStride) + (0 * Vector512<T>.Count));
        s31.Store(c + (3 * rowStride) + (1 * Vector512<T>.Count));
        s32.Store(c + (3 * rowStride) + (2 * Vector512<T>.Count));
        s40.Store(c + (4 * rowStride) + (0 * Vector512<T>.Count));
        s41.Store(c + (4 * rowStride) + (1 * Vector512<T>.Count));
        s42.Store(c + (4 * rowStride) + (2 * Vector512<T>.Count));
        s50.Store(c + (5 * rowStride) + (0 * Vector512<T>.Count));
        s51.Store(c + (5 * rowStride) + (1 * Vector512<T>.Count));
        s52.Store(c + (5 * rowStride) + (2 * Vector512<T>.Count));
        s60.Store(c + (6 * rowStride) + (0 * Vector512<T>.Count));
        s61.Store(c + (6 * rowStride) + (1 * Vector512<T>.Count));
        s62.Store(c + (6 * rowStride) + (2 * Vector512<T>.Count));
        s70.Store(c + (7 * rowStride) + (0 * Vector512<T>.Count));
        s71.Store(c + (7 * rowStride) + (1 * Vector512<T>.Count));
        s72.Store(c + (7 * rowStride) + (2 * Vector512<T>.Count));
    }

    /// <summary>The last one or two vectors of a band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run8x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default;
        Vector512<T> s10 = default;
        Vector512<T> s20 = default;
        Vector512<T> s30 = default;
        Vector512<T> s40 = default;
        Vector512<T> s50 = default;
        Vector512<T> s60 = default;
        Vector512<T> s70 = default;
        if (resume)
        {
            s00 = Vector512.Load(c + (0 * rowStride) + (0 * Vector512<T>.Count));
            s10 = Vector512.Load(c + (1 * rowStride) + (0 * Vector512<T>.Count));
            s20 = Vector512.Load(c + (2 * rowStride) + (0 * Vector512<T>.Count));
            s30 = Vector512.Load(c + (3 * rowStride) + (0 * Vector512<T>.Count));
            s40 = Vector512.Load(c + (4 * rowStride) + (0 * Vector512<T>.Count));
            s50 = Vector512.Load(c + (5 * rowStride) + (0 * Vector512<T>.Count));
            s60 = Vector512.Load(c + (6 * rowStride) + (0 * Vector512<T>.Count));
            s70 = Vector512.Load(c + (7 * rowStride) + (0 * Vector512<T>.Count));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            var w4 = Vector512.Create(a[4]);
            s40 = Lanes.MultiplyAdd(w4, x0, s40);
            var w5 = Vector512.Create(a[5]);
            s50 = Lanes.MultiplyAdd(w5, x0, s50);
            var w6 = Vector512.Create(a[6]);
            s60 = Lanes.MultiplyAdd(w6, x0, s60);
            var w7 = Vector512.Create(a[7]);
            s70 = Lanes.MultiplyAdd(w7, x0, s70);
            a += 8;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            var bias4 = Vector512.Create(bias[4]);
            s40 += bias4;
            var bias5 = Vector512.Create(bias[5]);
            s50 += bias5;
            var bias6 = Vector512.Create(bias[6]);
            s60 += bias6;
            var bias7 = Vector512.Create(bias[7]);
            s70 += bias7;
        }

        s00.Store(c + (0 * rowStride) + (0 * Vector512<T>.Count));
        s10.Store(c + (1 * rowStride) + (0 * Vector512<T>.Count));
        s20.Store(c + (2 * rowStride) + (0 * Vector512<T>.Count));
        s30.Store(c + (3 * rowStride) + (0 * Vector512<T>.Count));
        s40.Store(c + (4 * rowStride) + (0 * Vector512<T>.Count));
        s50.Store(c + (5 * rowStride) + (0 * Vector512<T>.Count));
        s60.Store(c + (6 * rowStride) + (0 * Vector512<T>.Count));
        s70.Store(c + (7 * rowStride) + (0 * Vector512<T>.Count));
    }

    /// <summary>For 256-bit registers, where a vector is two of them: 12 accumulators, 2 loads and a broadcast of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run6x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default;
        Vector512<T> s10 = default;
        Vector512<T> s20 = default;
        Vector512<T> s30 = default;
        Vector512<T> s40 = default;
        Vector512<T> s50 = default;
        if (resume)
        {
            s00 = Vector512.Load(c + (0 * rowStride) + (0 * Vector512<T>.Count));
            s10 = Vector512.Load(c + (1 * rowStride) + (0 * Vector512<T>.Count));
            s20 = Vector512.Load(c + (2 * rowStride) + (0 * Vector512<T>.Count));
            s30 = Vector512.Load(c + (3 * rowStride) + (0 * Vector512<T>.Count));
            s40 = Vector512.Load(c + (4 * rowStride) + (0 * Vector512<T>.Count));
            s50 = Vector512.Load(c + (5 * rowStride) + (0 * Vector512<T>.Count));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            var w4 = Vector512.Create(a[4]);
            s40 = Lanes.MultiplyAdd(w4, x0, s40);
            var w5 = Vector512.Create(a[5]);
            s50 = Lanes.MultiplyAdd(w5, x0, s50);
            a += 6;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            var bias4 = Vector512.Create(bias[4]);
            s40 += bias4;
            var bias5 = Vector512.Create(bias[5]);
            s50 += bias5;
        }

        s00.Store(c + (0 * rowStride) + (0 * Vector512<T>.Count));
        s10.Store(c + (1 * rowStride) + (0 * Vector512<T>.Count));
        s20.Store(c + (2 * rowStride) + (0 * Vector512<T>.Count));
        s30.Store(c + (3 * rowStride) + (0 * Vector512<T>.Count));
        s40.Store(c + (4 * rowStride) + (0 * Vector512<T>.Count));
        s50.Store(c + (5 * rowStride) + (0 * Vector512<T>.Count));
    }
}
