using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The blocks of <see cref="CorrelationMicroKernel{T}"/> for few output channels, and those for 256-bit registers, where a vector is two.
/// </summary>
internal static unsafe class CorrelationNarrow<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lane => Vector512<T>.Count;

    /// <summary>For 256-bit registers: 12 accumulators, 2 loads and a broadcast of 16.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run6x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default;
        Vector512<T> s10 = default;
        Vector512<T> s20 = default;
        Vector512<T> s30 = default;
        Vector512<T> s40 = default;
        Vector512<T> s50 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s10 = Vector512.Load(c + rowStride);
            s20 = Vector512.Load(c + (2 * rowStride));
            s30 = Vector512.Load(c + (3 * rowStride));
            s40 = Vector512.Load(c + (4 * rowStride));
            s50 = Vector512.Load(c + (5 * rowStride));
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

        s00.Store(c);
        s10.Store(c + rowStride);
        s20.Store(c + (2 * rowStride));
        s30.Store(c + (3 * rowStride));
        s40.Store(c + (4 * rowStride));
        s50.Store(c + (5 * rowStride));
    }

    /// <summary>Up to four channels in 512-bit registers: 24 accumulators, 6 loads and a broadcast of 32.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run4x6(
        int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* b3, T* b4, T* b5, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s24 = default, s25 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default, s34 = default, s35 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s02 = Vector512.Load(c + (2 * Lane));
            s03 = Vector512.Load(c + (3 * Lane));
            s04 = Vector512.Load(c + (4 * Lane));
            s05 = Vector512.Load(c + (5 * Lane));
            s10 = Vector512.Load(c + rowStride);
            s11 = Vector512.Load(c + rowStride + Lane);
            s12 = Vector512.Load(c + rowStride + (2 * Lane));
            s13 = Vector512.Load(c + rowStride + (3 * Lane));
            s14 = Vector512.Load(c + rowStride + (4 * Lane));
            s15 = Vector512.Load(c + rowStride + (5 * Lane));
            s20 = Vector512.Load(c + (2 * rowStride));
            s21 = Vector512.Load(c + (2 * rowStride) + Lane);
            s22 = Vector512.Load(c + (2 * rowStride) + (2 * Lane));
            s23 = Vector512.Load(c + (2 * rowStride) + (3 * Lane));
            s24 = Vector512.Load(c + (2 * rowStride) + (4 * Lane));
            s25 = Vector512.Load(c + (2 * rowStride) + (5 * Lane));
            s30 = Vector512.Load(c + (3 * rowStride));
            s31 = Vector512.Load(c + (3 * rowStride) + Lane);
            s32 = Vector512.Load(c + (3 * rowStride) + (2 * Lane));
            s33 = Vector512.Load(c + (3 * rowStride) + (3 * Lane));
            s34 = Vector512.Load(c + (3 * rowStride) + (4 * Lane));
            s35 = Vector512.Load(c + (3 * rowStride) + (5 * Lane));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var x1 = Vector512.Load(b1 + offset);
            var x2 = Vector512.Load(b2 + offset);
            var x3 = Vector512.Load(b3 + offset);
            var x4 = Vector512.Load(b4 + offset);
            var x5 = Vector512.Load(b5 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w0, x1, s01);
            s02 = Lanes.MultiplyAdd(w0, x2, s02);
            s03 = Lanes.MultiplyAdd(w0, x3, s03);
            s04 = Lanes.MultiplyAdd(w0, x4, s04);
            s05 = Lanes.MultiplyAdd(w0, x5, s05);
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            s12 = Lanes.MultiplyAdd(w1, x2, s12);
            s13 = Lanes.MultiplyAdd(w1, x3, s13);
            s14 = Lanes.MultiplyAdd(w1, x4, s14);
            s15 = Lanes.MultiplyAdd(w1, x5, s15);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            s21 = Lanes.MultiplyAdd(w2, x1, s21);
            s22 = Lanes.MultiplyAdd(w2, x2, s22);
            s23 = Lanes.MultiplyAdd(w2, x3, s23);
            s24 = Lanes.MultiplyAdd(w2, x4, s24);
            s25 = Lanes.MultiplyAdd(w2, x5, s25);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            s31 = Lanes.MultiplyAdd(w3, x1, s31);
            s32 = Lanes.MultiplyAdd(w3, x2, s32);
            s33 = Lanes.MultiplyAdd(w3, x3, s33);
            s34 = Lanes.MultiplyAdd(w3, x4, s34);
            s35 = Lanes.MultiplyAdd(w3, x5, s35);
            a += 4;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            s02 += bias0;
            s03 += bias0;
            s04 += bias0;
            s05 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            s11 += bias1;
            s12 += bias1;
            s13 += bias1;
            s14 += bias1;
            s15 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            s21 += bias2;
            s22 += bias2;
            s23 += bias2;
            s24 += bias2;
            s25 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            s31 += bias3;
            s32 += bias3;
            s33 += bias3;
            s34 += bias3;
            s35 += bias3;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s03.Store(c + (3 * Lane));
        s04.Store(c + (4 * Lane));
        s05.Store(c + (5 * Lane));
        s10.Store(c + rowStride);
        s11.Store(c + rowStride + Lane);
        s12.Store(c + rowStride + (2 * Lane));
        s13.Store(c + rowStride + (3 * Lane));
        s14.Store(c + rowStride + (4 * Lane));
        s15.Store(c + rowStride + (5 * Lane));
        s20.Store(c + (2 * rowStride));
        s21.Store(c + (2 * rowStride) + Lane);
        s22.Store(c + (2 * rowStride) + (2 * Lane));
        s23.Store(c + (2 * rowStride) + (3 * Lane));
        s24.Store(c + (2 * rowStride) + (4 * Lane));
        s25.Store(c + (2 * rowStride) + (5 * Lane));
        s30.Store(c + (3 * rowStride));
        s31.Store(c + (3 * rowStride) + Lane);
        s32.Store(c + (3 * rowStride) + (2 * Lane));
        s33.Store(c + (3 * rowStride) + (3 * Lane));
        s34.Store(c + (3 * rowStride) + (4 * Lane));
        s35.Store(c + (3 * rowStride) + (5 * Lane));
    }

    /// <summary>Up to four channels in 256-bit registers, and the last vectors of a band.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run4x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default;
        Vector512<T> s10 = default;
        Vector512<T> s20 = default;
        Vector512<T> s30 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s10 = Vector512.Load(c + rowStride);
            s20 = Vector512.Load(c + (2 * rowStride));
            s30 = Vector512.Load(c + (3 * rowStride));
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
            a += 4;
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
        }

        s00.Store(c);
        s10.Store(c + rowStride);
        s20.Store(c + (2 * rowStride));
        s30.Store(c + (3 * rowStride));
    }

    /// <summary>One channel in 512-bit registers, as in depthwise convolutions: 8 accumulators hide the latency.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run1x8(
        int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* b3, T* b4, T* b5, T* b6, T* b7, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default, s06 = default, s07 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s02 = Vector512.Load(c + (2 * Lane));
            s03 = Vector512.Load(c + (3 * Lane));
            s04 = Vector512.Load(c + (4 * Lane));
            s05 = Vector512.Load(c + (5 * Lane));
            s06 = Vector512.Load(c + (6 * Lane));
            s07 = Vector512.Load(c + (7 * Lane));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var x1 = Vector512.Load(b1 + offset);
            var x2 = Vector512.Load(b2 + offset);
            var x3 = Vector512.Load(b3 + offset);
            var x4 = Vector512.Load(b4 + offset);
            var x5 = Vector512.Load(b5 + offset);
            var x6 = Vector512.Load(b6 + offset);
            var x7 = Vector512.Load(b7 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w0, x1, s01);
            s02 = Lanes.MultiplyAdd(w0, x2, s02);
            s03 = Lanes.MultiplyAdd(w0, x3, s03);
            s04 = Lanes.MultiplyAdd(w0, x4, s04);
            s05 = Lanes.MultiplyAdd(w0, x5, s05);
            s06 = Lanes.MultiplyAdd(w0, x6, s06);
            s07 = Lanes.MultiplyAdd(w0, x7, s07);
            a += 1;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            s02 += bias0;
            s03 += bias0;
            s04 += bias0;
            s05 += bias0;
            s06 += bias0;
            s07 += bias0;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s03.Store(c + (3 * Lane));
        s04.Store(c + (4 * Lane));
        s05.Store(c + (5 * Lane));
        s06.Store(c + (6 * Lane));
        s07.Store(c + (7 * Lane));
    }

    /// <summary>One channel in 256-bit registers: 8 accumulators, and the last vectors of a band.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run1x4(int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* b3, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s02 = Vector512.Load(c + (2 * Lane));
            s03 = Vector512.Load(c + (3 * Lane));
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var x1 = Vector512.Load(b1 + offset);
            var x2 = Vector512.Load(b2 + offset);
            var x3 = Vector512.Load(b3 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w0, x1, s01);
            s02 = Lanes.MultiplyAdd(w0, x2, s02);
            s03 = Lanes.MultiplyAdd(w0, x3, s03);
            a += 1;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            s02 += bias0;
            s03 += bias0;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s03.Store(c + (3 * Lane));
    }

    /// <summary>The last vectors of a band.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run1x1(int count, T* a, int* offsets, T* b0, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
        }

        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var x0 = Vector512.Load(b0 + offset);
            var w0 = Vector512.Create(a[0]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            a += 1;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
        }

        s00.Store(c);
    }
}
