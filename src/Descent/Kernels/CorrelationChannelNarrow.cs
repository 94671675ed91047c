using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The blocks of <see cref="CorrelationChannelKernel{T}"/> that are one vector of channels wide.</summary>
internal static unsafe class CorrelationChannelNarrow<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lane => Vector512<T>.Count;

    /// <summary>For 256-bit registers, where a vector is two of them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run6x1(int count, T* a, int* offsets, T* b, int* starts, T* c, T* bias, bool resume)
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
            s10 = Vector512.Load(c + Lane);
            s20 = Vector512.Load(c + (2 * Lane));
            s30 = Vector512.Load(c + (3 * Lane));
            s40 = Vector512.Load(c + (4 * Lane));
            s50 = Vector512.Load(c + (5 * Lane));
        }

        T* b0 = b + starts[0], b1 = b + starts[1], b2 = b + starts[2], b3 = b + starts[3], b4 = b + starts[4], b5 = b + starts[5];
        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var w0 = Vector512.Load(a);
            var x0 = Vector512.Create(b0[offset]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            var x1 = Vector512.Create(b1[offset]);
            s10 = Lanes.MultiplyAdd(w0, x1, s10);
            var x2 = Vector512.Create(b2[offset]);
            s20 = Lanes.MultiplyAdd(w0, x2, s20);
            var x3 = Vector512.Create(b3[offset]);
            s30 = Lanes.MultiplyAdd(w0, x3, s30);
            var x4 = Vector512.Create(b4[offset]);
            s40 = Lanes.MultiplyAdd(w0, x4, s40);
            var x5 = Vector512.Create(b5[offset]);
            s50 = Lanes.MultiplyAdd(w0, x5, s50);
            a += Lane;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Load(bias);
            s00 += bias0;
            s10 += bias0;
            s20 += bias0;
            s30 += bias0;
            s40 += bias0;
            s50 += bias0;
        }

        s00.Store(c);
        s10.Store(c + Lane);
        s20.Store(c + (2 * Lane));
        s30.Store(c + (3 * Lane));
        s40.Store(c + (4 * Lane));
        s50.Store(c + (5 * Lane));
    }

    /// <summary>For sixteen channels: twelve pixels, in pairs that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunPairs(int count, T* a, int* offsets, T* b, int* starts, T* c, T* bias, bool resume)
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        Vector512<T> s6 = default, s7 = default, s8 = default, s9 = default, s10 = default, s11 = default;
        if (resume)
        {
            s0 = Vector512.Load(c);
            s1 = Vector512.Load(c + Lane);
            s2 = Vector512.Load(c + (2 * Lane));
            s3 = Vector512.Load(c + (3 * Lane));
            s4 = Vector512.Load(c + (4 * Lane));
            s5 = Vector512.Load(c + (5 * Lane));
            s6 = Vector512.Load(c + (6 * Lane));
            s7 = Vector512.Load(c + (7 * Lane));
            s8 = Vector512.Load(c + (8 * Lane));
            s9 = Vector512.Load(c + (9 * Lane));
            s10 = Vector512.Load(c + (10 * Lane));
            s11 = Vector512.Load(c + (11 * Lane));
        }

        T* b0 = b + starts[0], b1 = b + starts[2], b2 = b + starts[4], b3 = b + starts[6], b4 = b + starts[8], b5 = b + starts[10];
        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var w = Vector512.Load(a);
            s0 = Lanes.MultiplyAdd(w, Vector512.Create(b0[offset]), s0);
            s1 = Lanes.MultiplyAdd(w, Vector512.Create(b0[offset + 1]), s1);
            s2 = Lanes.MultiplyAdd(w, Vector512.Create(b1[offset]), s2);
            s3 = Lanes.MultiplyAdd(w, Vector512.Create(b1[offset + 1]), s3);
            s4 = Lanes.MultiplyAdd(w, Vector512.Create(b2[offset]), s4);
            s5 = Lanes.MultiplyAdd(w, Vector512.Create(b2[offset + 1]), s5);
            s6 = Lanes.MultiplyAdd(w, Vector512.Create(b3[offset]), s6);
            s7 = Lanes.MultiplyAdd(w, Vector512.Create(b3[offset + 1]), s7);
            s8 = Lanes.MultiplyAdd(w, Vector512.Create(b4[offset]), s8);
            s9 = Lanes.MultiplyAdd(w, Vector512.Create(b4[offset + 1]), s9);
            s10 = Lanes.MultiplyAdd(w, Vector512.Create(b5[offset]), s10);
            s11 = Lanes.MultiplyAdd(w, Vector512.Create(b5[offset + 1]), s11);
            a += Lane;
        }

        if (bias != null)
        {
            var bias0 = Vector512.Load(bias);
            s0 += bias0;
            s1 += bias0;
            s2 += bias0;
            s3 += bias0;
            s4 += bias0;
            s5 += bias0;
            s6 += bias0;
            s7 += bias0;
            s8 += bias0;
            s9 += bias0;
            s10 += bias0;
            s11 += bias0;
        }

        s0.Store(c);
        s1.Store(c + Lane);
        s2.Store(c + (2 * Lane));
        s3.Store(c + (3 * Lane));
        s4.Store(c + (4 * Lane));
        s5.Store(c + (5 * Lane));
        s6.Store(c + (6 * Lane));
        s7.Store(c + (7 * Lane));
        s8.Store(c + (8 * Lane));
        s9.Store(c + (9 * Lane));
        s10.Store(c + (10 * Lane));
        s11.Store(c + (11 * Lane));
    }
}
