using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The blocks of <see cref="CorrelationMicroKernel{T}"/> for eight output channels in 512-bit registers.</summary>
internal static unsafe class CorrelationWide<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lane => Vector512<T>.Count;

    /// <summary>24 accumulators, 3 loads and a broadcast: 28 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run8x3(int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* c, nint rowStride, T* bias, bool resume)
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
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s02 = Vector512.Load(c + (2 * Lane));
            s10 = Vector512.Load(c + rowStride);
            s11 = Vector512.Load(c + rowStride + Lane);
            s12 = Vector512.Load(c + rowStride + (2 * Lane));
            s20 = Vector512.Load(c + (2 * rowStride));
            s21 = Vector512.Load(c + (2 * rowStride) + Lane);
            s22 = Vector512.Load(c + (2 * rowStride) + (2 * Lane));
            s30 = Vector512.Load(c + (3 * rowStride));
            s31 = Vector512.Load(c + (3 * rowStride) + Lane);
            s32 = Vector512.Load(c + (3 * rowStride) + (2 * Lane));
            s40 = Vector512.Load(c + (4 * rowStride));
            s41 = Vector512.Load(c + (4 * rowStride) + Lane);
            s42 = Vector512.Load(c + (4 * rowStride) + (2 * Lane));
            s50 = Vector512.Load(c + (5 * rowStride));
            s51 = Vector512.Load(c + (5 * rowStride) + Lane);
            s52 = Vector512.Load(c + (5 * rowStride) + (2 * Lane));
            s60 = Vector512.Load(c + (6 * rowStride));
            s61 = Vector512.Load(c + (6 * rowStride) + Lane);
            s62 = Vector512.Load(c + (6 * rowStride) + (2 * Lane));
            s70 = Vector512.Load(c + (7 * rowStride));
            s71 = Vector512.Load(c + (7 * rowStride) + Lane);
            s72 = Vector512.Load(c + (7 * rowStride) + (2 * Lane));
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

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s10.Store(c + rowStride);
        s11.Store(c + rowStride + Lane);
        s12.Store(c + rowStride + (2 * Lane));
        s20.Store(c + (2 * rowStride));
        s21.Store(c + (2 * rowStride) + Lane);
        s22.Store(c + (2 * rowStride) + (2 * Lane));
        s30.Store(c + (3 * rowStride));
        s31.Store(c + (3 * rowStride) + Lane);
        s32.Store(c + (3 * rowStride) + (2 * Lane));
        s40.Store(c + (4 * rowStride));
        s41.Store(c + (4 * rowStride) + Lane);
        s42.Store(c + (4 * rowStride) + (2 * Lane));
        s50.Store(c + (5 * rowStride));
        s51.Store(c + (5 * rowStride) + Lane);
        s52.Store(c + (5 * rowStride) + (2 * Lane));
        s60.Store(c + (6 * rowStride));
        s61.Store(c + (6 * rowStride) + Lane);
        s62.Store(c + (6 * rowStride) + (2 * Lane));
        s70.Store(c + (7 * rowStride));
        s71.Store(c + (7 * rowStride) + Lane);
        s72.Store(c + (7 * rowStride) + (2 * Lane));
    }

    /// <summary>The last two vectors of a band.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run8x2(int count, T* a, int* offsets, T* b0, T* b1, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default;
        Vector512<T> s10 = default, s11 = default;
        Vector512<T> s20 = default, s21 = default;
        Vector512<T> s30 = default, s31 = default;
        Vector512<T> s40 = default, s41 = default;
        Vector512<T> s50 = default, s51 = default;
        Vector512<T> s60 = default, s61 = default;
        Vector512<T> s70 = default, s71 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s10 = Vector512.Load(c + rowStride);
            s11 = Vector512.Load(c + rowStride + Lane);
            s20 = Vector512.Load(c + (2 * rowStride));
            s21 = Vector512.Load(c + (2 * rowStride) + Lane);
            s30 = Vector512.Load(c + (3 * rowStride));
            s31 = Vector512.Load(c + (3 * rowStride) + Lane);
            s40 = Vector512.Load(c + (4 * rowStride));
            s41 = Vector512.Load(c + (4 * rowStride) + Lane);
            s50 = Vector512.Load(c + (5 * rowStride));
            s51 = Vector512.Load(c + (5 * rowStride) + Lane);
            s60 = Vector512.Load(c + (6 * rowStride));
            s61 = Vector512.Load(c + (6 * rowStride) + Lane);
            s70 = Vector512.Load(c + (7 * rowStride));
            s71 = Vector512.Load(c + (7 * rowStride) + Lane);
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var x1 = Vector512.Load(b1 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w0, x1, s01);
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            s21 = Lanes.MultiplyAdd(w2, x1, s21);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            s31 = Lanes.MultiplyAdd(w3, x1, s31);
            var w4 = Vector512.Create(a[4]);
            s40 = Lanes.MultiplyAdd(w4, x0, s40);
            s41 = Lanes.MultiplyAdd(w4, x1, s41);
            var w5 = Vector512.Create(a[5]);
            s50 = Lanes.MultiplyAdd(w5, x0, s50);
            s51 = Lanes.MultiplyAdd(w5, x1, s51);
            var w6 = Vector512.Create(a[6]);
            s60 = Lanes.MultiplyAdd(w6, x0, s60);
            s61 = Lanes.MultiplyAdd(w6, x1, s61);
            var w7 = Vector512.Create(a[7]);
            s70 = Lanes.MultiplyAdd(w7, x0, s70);
            s71 = Lanes.MultiplyAdd(w7, x1, s71);
            a += 8;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            s11 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            s21 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            s31 += bias3;
            var bias4 = Vector512.Create(bias[4]);
            s40 += bias4;
            s41 += bias4;
            var bias5 = Vector512.Create(bias[5]);
            s50 += bias5;
            s51 += bias5;
            var bias6 = Vector512.Create(bias[6]);
            s60 += bias6;
            s61 += bias6;
            var bias7 = Vector512.Create(bias[7]);
            s70 += bias7;
            s71 += bias7;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s10.Store(c + rowStride);
        s11.Store(c + rowStride + Lane);
        s20.Store(c + (2 * rowStride));
        s21.Store(c + (2 * rowStride) + Lane);
        s30.Store(c + (3 * rowStride));
        s31.Store(c + (3 * rowStride) + Lane);
        s40.Store(c + (4 * rowStride));
        s41.Store(c + (4 * rowStride) + Lane);
        s50.Store(c + (5 * rowStride));
        s51.Store(c + (5 * rowStride) + Lane);
        s60.Store(c + (6 * rowStride));
        s61.Store(c + (6 * rowStride) + Lane);
        s70.Store(c + (7 * rowStride));
        s71.Store(c + (7 * rowStride) + Lane);
    }

    /// <summary>The last vector of a band.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run8x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
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
            s00 = Vector512.Load(c);
            s10 = Vector512.Load(c + rowStride);
            s20 = Vector512.Load(c + (2 * rowStride));
            s30 = Vector512.Load(c + (3 * rowStride));
            s40 = Vector512.Load(c + (4 * rowStride));
            s50 = Vector512.Load(c + (5 * rowStride));
            s60 = Vector512.Load(c + (6 * rowStride));
            s70 = Vector512.Load(c + (7 * rowStride));
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

        s00.Store(c);
        s10.Store(c + rowStride);
        s20.Store(c + (2 * rowStride));
        s30.Store(c + (3 * rowStride));
        s40.Store(c + (4 * rowStride));
        s50.Store(c + (5 * rowStride));
        s60.Store(c + (6 * rowStride));
        s70.Store(c + (7 * rowStride));
    }
}
