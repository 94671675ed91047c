using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The innermost loops of a correlation whose vectors hold output channels: some pixels, each broadcast, by a block of channels.
/// c[pixel, channel] = (resume ? c : 0) + sum over k of a[k, channel] b[starts[pixel] + offsets[k]], one chain of fused multiply-adds in
/// increasing k, then + bias[channel] unless bias is null. The size of the block depends on the registers of the machine; no result does.
/// </summary>
internal static unsafe class CorrelationChannelKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Pixels of a block of two or more vectors, and of one that takes pixels in pairs side by side.</summary>
    private const int Six = 6, Pairs = 12;

    /// <summary>Starts and results need room for a multiple of this many pixels.</summary>
    public const int Pixels = Pairs;

    private static int Lane => Vector512<T>.Count;

    /// <summary>
    /// Vectors of channels of a block: as many as waste no more lanes, but fewer where one block would leave a team idle.
    /// </summary>
    public static int Vectors(int outChannels, bool few)
    {
        if (!Vector512.IsHardwareAccelerated || outChannels <= Lane)
        {
            return 1;
        }

        var (four, two) = (4 * Lane, 2 * Lane);
        var fourths = (outChannels + four - 1) / four * four;
        return fourths <= (outChannels + two - 1) / two * two && !(few && outChannels <= four) ? 4 : 2;
    }

    /// <summary>
    /// Blocks of <paramref name="vectors"/> as <see cref="Vectors"/> gives, for so many pixels;
    /// with pairs, pixels 2 i and 2 i + 1 lie side by side.
    /// </summary>
    public static void Run(
        int vectors, bool pairs, int pixels, int count, T* a, int* offsets, T* b, int* starts, T* c, T* bias, bool resume)
    {
        if (vectors == 1 && pairs && Vector512.IsHardwareAccelerated)
        {
            for (var pixel = 0; pixel < pixels; pixel += Pairs)
            {
                CorrelationChannelNarrow<T>.RunPairs(count, a, offsets, b, starts + pixel, c + ((nint)pixel * Lane), bias, resume);
            }

            return;
        }

        for (var pixel = 0; pixel < pixels; pixel += Six)
        {
            var target = c + ((nint)pixel * vectors * Lane);
            switch (vectors)
            {
                case 4:
                    Run6x4(count, a, offsets, b, starts + pixel, target, bias, resume);
                    break;
                case 2:
                    Run6x2(count, a, offsets, b, starts + pixel, target, bias, resume);
                    break;
                default:
                    CorrelationChannelNarrow<T>.Run6x1(count, a, offsets, b, starts + pixel, target, bias, resume);
                    break;
            }
        }
    }

    /// <summary>24 accumulators, 4 loads and a broadcast: 29 of 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run6x4(int count, T* a, int* offsets, T* b, int* starts, T* c, T* bias, bool resume)
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
            s10 = Vector512.Load(c + (4 * Lane));
            s11 = Vector512.Load(c + (5 * Lane));
            s12 = Vector512.Load(c + (6 * Lane));
            s13 = Vector512.Load(c + (7 * Lane));
            s20 = Vector512.Load(c + (8 * Lane));
            s21 = Vector512.Load(c + (9 * Lane));
            s22 = Vector512.Load(c + (10 * Lane));
            s23 = Vector512.Load(c + (11 * Lane));
            s30 = Vector512.Load(c + (12 * Lane));
            s31 = Vector512.Load(c + (13 * Lane));
            s32 = Vector512.Load(c + (14 * Lane));
            s33 = Vector512.Load(c + (15 * Lane));
            s40 = Vector512.Load(c + (16 * Lane));
            s41 = Vector512.Load(c + (17 * Lane));
            s42 = Vector512.Load(c + (18 * Lane));
            s43 = Vector512.Load(c + (19 * Lane));
            s50 = Vector512.Load(c + (20 * Lane));
            s51 = Vector512.Load(c + (21 * Lane));
            s52 = Vector512.Load(c + (22 * Lane));
            s53 = Vector512.Load(c + (23 * Lane));
        }

        T* b0 = b + starts[0], b1 = b + starts[1], b2 = b + starts[2], b3 = b + starts[3], b4 = b + starts[4], b5 = b + starts[5];
        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var w0 = Vector512.Load(a);
            var w1 = Vector512.Load(a + Lane);
            var w2 = Vector512.Load(a + (2 * Lane));
            var w3 = Vector512.Load(a + (3 * Lane));
            var x0 = Vector512.Create(b0[offset]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w1, x0, s01);
            s02 = Lanes.MultiplyAdd(w2, x0, s02);
            s03 = Lanes.MultiplyAdd(w3, x0, s03);
            var x1 = Vector512.Create(b1[offset]);
            s10 = Lanes.MultiplyAdd(w0, x1, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            s12 = Lanes.MultiplyAdd(w2, x1, s12);
            s13 = Lanes.MultiplyAdd(w3, x1, s13);
            var x2 = Vector512.Create(b2[offset]);
            s20 = Lanes.MultiplyAdd(w0, x2, s20);
            s21 = Lanes.MultiplyAdd(w1, x2, s21);
            s22 = Lanes.MultiplyAdd(w2, x2, s22);
            s23 = Lanes.MultiplyAdd(w3, x2, s23);
            var x3 = Vector512.Create(b3[offset]);
            s30 = Lanes.MultiplyAdd(w0, x3, s30);
            s31 = Lanes.MultiplyAdd(w1, x3, s31);
            s32 = Lanes.MultiplyAdd(w2, x3, s32);
            s33 = Lanes.MultiplyAdd(w3, x3, s33);
            var x4 = Vector512.Create(b4[offset]);
            s40 = Lanes.MultiplyAdd(w0, x4, s40);
            s41 = Lanes.MultiplyAdd(w1, x4, s41);
            s42 = Lanes.MultiplyAdd(w2, x4, s42);
            s43 = Lanes.MultiplyAdd(w3, x4, s43);
            var x5 = Vector512.Create(b5[offset]);
            s50 = Lanes.MultiplyAdd(w0, x5, s50);
            s51 = Lanes.MultiplyAdd(w1, x5, s51);
            s52 = Lanes.MultiplyAdd(w2, x5, s52);
            s53 = Lanes.MultiplyAdd(w3, x5, s53);
            a += 4 * Lane;
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
            var bias1 = Vector512.Load(bias + Lane);
            s01 += bias1;
            s11 += bias1;
            s21 += bias1;
            s31 += bias1;
            s41 += bias1;
            s51 += bias1;
            var bias2 = Vector512.Load(bias + (2 * Lane));
            s02 += bias2;
            s12 += bias2;
            s22 += bias2;
            s32 += bias2;
            s42 += bias2;
            s52 += bias2;
            var bias3 = Vector512.Load(bias + (3 * Lane));
            s03 += bias3;
            s13 += bias3;
            s23 += bias3;
            s33 += bias3;
            s43 += bias3;
            s53 += bias3;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s02.Store(c + (2 * Lane));
        s03.Store(c + (3 * Lane));
        s10.Store(c + (4 * Lane));
        s11.Store(c + (5 * Lane));
        s12.Store(c + (6 * Lane));
        s13.Store(c + (7 * Lane));
        s20.Store(c + (8 * Lane));
        s21.Store(c + (9 * Lane));
        s22.Store(c + (10 * Lane));
        s23.Store(c + (11 * Lane));
        s30.Store(c + (12 * Lane));
        s31.Store(c + (13 * Lane));
        s32.Store(c + (14 * Lane));
        s33.Store(c + (15 * Lane));
        s40.Store(c + (16 * Lane));
        s41.Store(c + (17 * Lane));
        s42.Store(c + (18 * Lane));
        s43.Store(c + (19 * Lane));
        s50.Store(c + (20 * Lane));
        s51.Store(c + (21 * Lane));
        s52.Store(c + (22 * Lane));
        s53.Store(c + (23 * Lane));
    }

    /// <summary>12 accumulators, enough to hide the latency.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run6x2(int count, T* a, int* offsets, T* b, int* starts, T* c, T* bias, bool resume)
    {
        Vector512<T> s00 = default, s01 = default;
        Vector512<T> s10 = default, s11 = default;
        Vector512<T> s20 = default, s21 = default;
        Vector512<T> s30 = default, s31 = default;
        Vector512<T> s40 = default, s41 = default;
        Vector512<T> s50 = default, s51 = default;
        if (resume)
        {
            s00 = Vector512.Load(c);
            s01 = Vector512.Load(c + Lane);
            s10 = Vector512.Load(c + (2 * Lane));
            s11 = Vector512.Load(c + (3 * Lane));
            s20 = Vector512.Load(c + (4 * Lane));
            s21 = Vector512.Load(c + (5 * Lane));
            s30 = Vector512.Load(c + (6 * Lane));
            s31 = Vector512.Load(c + (7 * Lane));
            s40 = Vector512.Load(c + (8 * Lane));
            s41 = Vector512.Load(c + (9 * Lane));
            s50 = Vector512.Load(c + (10 * Lane));
            s51 = Vector512.Load(c + (11 * Lane));
        }

        T* b0 = b + starts[0], b1 = b + starts[1], b2 = b + starts[2], b3 = b + starts[3], b4 = b + starts[4], b5 = b + starts[5];
        for (var k = 0; k < count; k++)
        {
            nint offset = offsets[k];
            var w0 = Vector512.Load(a);
            var w1 = Vector512.Load(a + Lane);
            var x0 = Vector512.Create(b0[offset]);
            s00 = Lanes.MultiplyAdd(w0, x0, s00);
            s01 = Lanes.MultiplyAdd(w1, x0, s01);
            var x1 = Vector512.Create(b1[offset]);
            s10 = Lanes.MultiplyAdd(w0, x1, s10);
            s11 = Lanes.MultiplyAdd(w1, x1, s11);
            var x2 = Vector512.Create(b2[offset]);
            s20 = Lanes.MultiplyAdd(w0, x2, s20);
            s21 = Lanes.MultiplyAdd(w1, x2, s21);
            var x3 = Vector512.Create(b3[offset]);
            s30 = Lanes.MultiplyAdd(w0, x3, s30);
            s31 = Lanes.MultiplyAdd(w1, x3, s31);
            var x4 = Vector512.Create(b4[offset]);
            s40 = Lanes.MultiplyAdd(w0, x4, s40);
            s41 = Lanes.MultiplyAdd(w1, x4, s41);
            var x5 = Vector512.Create(b5[offset]);
            s50 = Lanes.MultiplyAdd(w0, x5, s50);
            s51 = Lanes.MultiplyAdd(w1, x5, s51);
            a += 2 * Lane;
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
            var bias1 = Vector512.Load(bias + Lane);
            s01 += bias1;
            s11 += bias1;
            s21 += bias1;
            s31 += bias1;
            s41 += bias1;
            s51 += bias1;
        }

        s00.Store(c);
        s01.Store(c + Lane);
        s10.Store(c + (2 * Lane));
        s11.Store(c + (3 * Lane));
        s20.Store(c + (4 * Lane));
        s21.Store(c + (5 * Lane));
        s30.Store(c + (6 * Lane));
        s31.Store(c + (7 * Lane));
        s40.Store(c + (8 * Lane));
        s41.Store(c + (9 * Lane));
        s50.Store(c + (10 * Lane));
        s51.Store(c + (11 * Lane));
    }
}
