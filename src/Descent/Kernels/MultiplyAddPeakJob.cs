using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Multiply-adds on registers alone: what the arithmetic units can do at most, in single precision. There are as many independent chains
/// as keep two units busy for the latency of four cycles, and no more than there are registers.
/// </summary>
/// <param name="results">A place for each tile, so that nothing can be left out.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct MultiplyAddPeakJob(float* results) : ITileJob
{
    private const int Turns = 1 << 14;
    private const int Chains = 12;

    /// <summary>The floats in the widest vector that the processor computes with at once.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? Vector512<float>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<float>.Count
        : Vector128<float>.Count;

    /// <summary>The operations in a tile; a multiply-add counts as two.</summary>
    public static double FlopsPerTile => 2.0 * Turns * Chains * Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
        => results[tile] = Vector512.IsHardwareAccelerated ? Wide() : Vector256.IsHardwareAccelerated ? Middle() : Narrow();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> scale = Vector512.Create(0.5f), shift = Vector512.Create(1f);
        Vector512<float> a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = shift;
        for (var turn = 0; turn < Turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, scale, shift);
            b = Vector512.FusedMultiplyAdd(b, scale, shift);
            c = Vector512.FusedMultiplyAdd(c, scale, shift);
            d = Vector512.FusedMultiplyAdd(d, scale, shift);
            e = Vector512.FusedMultiplyAdd(e, scale, shift);
            f = Vector512.FusedMultiplyAdd(f, scale, shift);
            g = Vector512.FusedMultiplyAdd(g, scale, shift);
            h = Vector512.FusedMultiplyAdd(h, scale, shift);
            i = Vector512.FusedMultiplyAdd(i, scale, shift);
            j = Vector512.FusedMultiplyAdd(j, scale, shift);
            k = Vector512.FusedMultiplyAdd(k, scale, shift);
            l = Vector512.FusedMultiplyAdd(l, scale, shift);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Middle()
    {
        Vector256<float> scale = Vector256.Create(0.5f), shift = Vector256.Create(1f);
        Vector256<float> a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = shift;
        for (var turn = 0; turn < Turns; turn++)
        {
            a = Vector256.FusedMultiplyAdd(a, scale, shift);
            b = Vector256.FusedMultiplyAdd(b, scale, shift);
            c = Vector256.FusedMultiplyAdd(c, scale, shift);
            d = Vector256.FusedMultiplyAdd(d, scale, shift);
            e = Vector256.FusedMultiplyAdd(e, scale, shift);
            f = Vector256.FusedMultiplyAdd(f, scale, shift);
            g = Vector256.FusedMultiplyAdd(g, scale, shift);
            h = Vector256.FusedMultiplyAdd(h, scale, shift);
            i = Vector256.FusedMultiplyAdd(i, scale, shift);
            j = Vector256.FusedMultiplyAdd(j, scale, shift);
            k = Vector256.FusedMultiplyAdd(k, scale, shift);
            l = Vector256.FusedMultiplyAdd(l, scale, shift);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector128<float> a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = Vector128.Create(1f);
        for (var turn = 0; turn < Turns; turn++)
        {
            a = Next(a);
            b = Next(b);
            c = Next(c);
            d = Next(d);
            e = Next(e);
            f = Next(f);
            g = Next(g);
            h = Next(h);
            i = Next(i);
            j = Next(j);
            k = Next(k);
            l = Next(l);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    // An old processor multiplies and adds in two instructions: its peak, too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Next(Vector128<float> x) => Fma.IsSupported || AdvSimd.IsSupported
        ? Vector128.FusedMultiplyAdd(x, Vector128.Create(0.5f), Vector128.Create(1f))
        : (x * Vector128.Create(0.5f)) + Vector128.Create(1f);
}
