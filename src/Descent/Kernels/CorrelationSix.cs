using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The block of <see cref="CorrelationMicroKernel{T}"/> for six output channels in 512-bit registers.</summary>
internal static unsafe class CorrelationSix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lane => Vector512<T>.Count;

    /// <summary>24 accumulators, 4 loads and a broadcast: 29 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run6x4(int count, T* a, int* offsets, T* b0, T* b1, T* b2, T* b3, T* c, nint rowStride, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default;
        Vector512<T> s40 = default, s41 = default, s42 = default, s43 = default;
        Vector512<T> s50 = default, s51 = default, s52 = default, s53 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s02 = Vector512.Load(c + (2 * Lane));
            s03 = Vector512.Load(c + (3 * Lane));
            s10 = Vector512.Load(c + rowStride);
            s11 = Vector512.Load(c + rowStride + Lane);
            s12 = Vector512.Load(c + rowStride + (2 * Lane));
            s13 = Vector512.Load(c + rowStride + (3 * Lane));
            s20 = Vector512.Load(c + (2 * rowStride));
            s21 = Vector512.Load(c + (2 * rowStride) + Lane);
            s22 = Vector512.Load(c + (2 * rowStride) + (2 * Lane));
            s23 = Vector512.Load(c + (2 * rowStride) + (3 * Lane));
            s30 = Vector512.Load(c + (3 * rowStride));
            s31 = Vector512.Load(c + (3 * rowStride) + Lane);
            s32 = Vector512.Load(c + (3 * rowStride) + (2 * Lane));
            s33 = Vector512.Load(c + (3 * rowStride) + (3 * Lane));
            s40 = Vector512.Load(c + (4 * rowStride));
            s41 = Vector512.Load(c + (4 * rowStride) + Lane);
            s42 = Vector512.Load(c + (4 * rowStride) + (2 * Lane));
            s43 = Vector512.Load(c + (4 * rowStride) + (3 * Lane));
            s50 = Vector512.Load(c + (5 * rowStride));
            s51 = Vector512.Load(c + (5 * rowStride) + Lane);
            s52 = Vector512.Load(c + (5 * rowStride) + (2 * Lane));
            s53 = Vector512.Load(c + (5 * rowStride) + (3 * Lane));
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
            var w1 = Vector512.Create(a[1]);
            s10 = Lanes.MultiplyAdd(w1, x0, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            s12 = Lanes.MultiplyAdd(w1, x2, s12);
            s13 = Lanes.MultiplyAdd(w1, x3, s13);
            var w2 = Vector512.Create(a[2]);
            s20 = Lanes.MultiplyAdd(w2, x0, s20);
            s21 = Lanes.MultiplyAdd(w2, x1, s21);
            s22 = Lanes.MultiplyAdd(w2, x2, s22);
            s23 = Lanes.MultiplyAdd(w2, x3, s23);
            var w3 = Vector512.Create(a[3]);
            s30 = Lanes.MultiplyAdd(w3, x0, s30);
            s31 = Lanes.MultiplyAdd(w3, x1, s31);
            s32 = Lanes.MultiplyAdd(w3, x2, s32);
            s33 = Lanes.MultiplyAdd(w3, x3, s33);
            var w4 = Vector512.Create(a[4]);
            s40 = Lanes.MultiplyAdd(w4, x0, s40);
            s41 = Lanes.MultiplyAdd(w4, x1, s41);
            s42 = Lanes.MultiplyAdd(w4, x2, s42);
            s43 = Lanes.MultiplyAdd(w4, x3, s43);
            var w5 = Vector512.Create(a[5]);
            s50 = Lanes.MultiplyAdd(w5, x0, s50);
            s51 = Lanes.MultiplyAdd(w5, x1, s51);
            s52 = Lanes.MultiplyAdd(w5, x2, s52);
            s53 = Lanes.MultiplyAdd(w5, x3, s53);
            a += 6;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Create(bias[0]);
            s00 += bias0;
            s01 += bias0;
            s02 += bias0;
            s03 += bias0;
            var bias1 = Vector512.Create(bias[1]);
            s10 += bias1;
            s11 += bias1;
            s12 += bias1;
            s13 += bias1;
            var bias2 = Vector512.Create(bias[2]);
            s20 += bias2;
            s21 += bias2;
            s22 += bias2;
            s23 += bias2;
            var bias3 = Vector512.Create(bias[3]);
            s30 += bias3;
            s31 += bias3;
            s32 += bias3;
            s33 += bias3;
            var bias4 = Vector512.Create(bias[4]);
            s40 += bias4;
            s41 += bias4;
            s42 += bias4;
            s43 += bias4;
            var bias5 = Vector512.Create(bias[5]);
            s50 += bias5;
            s51 += bias5;
            s52 += bias5;
            s53 += bias5;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s03.Store(c + (3 * Lane));
        s10.Store(c + rowStride);
        s11.Store(c + rowStride + Lane);
        s12.Store(c + rowStride + (2 * Lane));
        s13.Store(c + rowStride + (3 * Lane));
        s20.Store(c + (2 * rowStride));
        s21.Store(c + (2 * rowStride) + Lane);
        s22.Store(c + (2 * rowStride) + (2 * Lane));
        s23.Store(c + (2 * rowStride) + (3 * Lane));
        s30.Store(c + (3 * rowStride));
        s31.Store(c + (3 * rowStride) + Lane);
        s32.Store(c + (3 * rowStride) + (2 * Lane));
        s33.Store(c + (3 * rowStride) + (3 * Lane));
        s40.Store(c + (4 * rowStride));
        s41.Store(c + (4 * rowStride) + Lane);
        s42.Store(c + (4 * rowStride) + (2 * Lane));
        s43.Store(c + (4 * rowStride) + (3 * Lane));
        s50.Store(c + (5 * rowStride));
        s51.Store(c + (5 * rowStride) + Lane);
        s52.Store(c + (5 * rowStride) + (2 * Lane));
        s53.Store(c + (5 * rowStride) + (3 * Lane));
    }
}
