using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Depthwise kernels of three by three: four rows of results at once, as neighbouring rows read the same pixels. The sums are those of
/// <see cref="DepthwiseVectors"/> in the same order.
/// </summary>
internal static unsafe class DepthwiseThree
{
    /// <summary>The taps, and the rows that are computed at once.</summary>
    public const int Taps = 9, Rows = 4;

    /// <summary>Whether the taps are three by three and go down, or up, row by row.</summary>
    public static bool Suits(int* offsets, int depth, int pitch)
    {
        if (depth != Taps || Math.Abs(offsets[3] - offsets[0]) != pitch)
        {
            return false;
        }

        var same = true;
        for (var k = 3; k < Taps; k++)
        {
            same &= offsets[k] - offsets[k - 3] == offsets[3] - offsets[0];
        }

        return same;
    }

    /// <summary>Computes at least four rows; the last ones twice where they are no multiple of four.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* weights, int* offsets, T* planes, int pitch, int rows, int width, T* target, T bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint second = offsets[1] - offsets[0], third = offsets[2] - offsets[0], step = offsets[3] - offsets[0];
        nint down = step > 0 ? width : -width;
        var shift = Vector512.Create(bias);
        Vector512<T> w0 = Vector512.Create(weights[0]), w1 = Vector512.Create(weights[1]), w2 = Vector512.Create(weights[2]);
        Vector512<T> w3 = Vector512.Create(weights[3]), w4 = Vector512.Create(weights[4]), w5 = Vector512.Create(weights[5]);
        Vector512<T> w6 = Vector512.Create(weights[6]), w7 = Vector512.Create(weights[7]), w8 = Vector512.Create(weights[8]);
        for (var row = 0; row < rows; row += Rows)
        {
            // Taps that go up begin with the last of the four rows.
            var first = Math.Min(row, rows - Rows) + (step > 0 ? 0 : Rows - 1);
            T* from = planes + offsets[0] + (first * (nint)pitch), to = target + (first * (nint)width);
            for (var column = 0; column < width; column += Vector512<T>.Count)
            {
                var x = from + column;
                Load(x, second, third, out var x0, out var x1, out var x2);
                var a = Lanes.MultiplyAdd(w2, x2, Lanes.MultiplyAdd(w1, x1, Lanes.MultiplyAdd(w0, x0, Vector512<T>.Zero)));
                Load(x + step, second, third, out x0, out x1, out x2);
                a = Lanes.MultiplyAdd(w5, x2, Lanes.MultiplyAdd(w4, x1, Lanes.MultiplyAdd(w3, x0, a)));
                var b = Lanes.MultiplyAdd(w2, x2, Lanes.MultiplyAdd(w1, x1, Lanes.MultiplyAdd(w0, x0, Vector512<T>.Zero)));
                Load(x + (2 * step), second, third, out x0, out x1, out x2);
                a = Lanes.MultiplyAdd(w8, x2, Lanes.MultiplyAdd(w7, x1, Lanes.MultiplyAdd(w6, x0, a)));
                b = Lanes.MultiplyAdd(w5, x2, Lanes.MultiplyAdd(w4, x1, Lanes.MultiplyAdd(w3, x0, b)));
                var c = Lanes.MultiplyAdd(w2, x2, Lanes.MultiplyAdd(w1, x1, Lanes.MultiplyAdd(w0, x0, Vector512<T>.Zero)));
                Load(x + (3 * step), second, third, out x0, out x1, out x2);
                b = Lanes.MultiplyAdd(w8, x2, Lanes.MultiplyAdd(w7, x1, Lanes.MultiplyAdd(w6, x0, b)));
                c = Lanes.MultiplyAdd(w5, x2, Lanes.MultiplyAdd(w4, x1, Lanes.MultiplyAdd(w3, x0, c)));
                var d = Lanes.MultiplyAdd(w2, x2, Lanes.MultiplyAdd(w1, x1, Lanes.MultiplyAdd(w0, x0, Vector512<T>.Zero)));
                Load(x + (4 * step), second, third, out x0, out x1, out x2);
                c = Lanes.MultiplyAdd(w8, x2, Lanes.MultiplyAdd(w7, x1, Lanes.MultiplyAdd(w6, x0, c)));
                d = Lanes.MultiplyAdd(w5, x2, Lanes.MultiplyAdd(w4, x1, Lanes.MultiplyAdd(w3, x0, d)));
                Load(x + (5 * step), second, third, out x0, out x1, out x2);
                d = Lanes.MultiplyAdd(w8, x2, Lanes.MultiplyAdd(w7, x1, Lanes.MultiplyAdd(w6, x0, d)));
                var place = to + column;
                var count = width - column;
                if (count >= Vector512<T>.Count)
                {
                    (a + shift).Store(place);
                    (b + shift).Store(place + down);
                    (c + shift).Store(place + (2 * down));
                    (d + shift).Store(place + (3 * down));
                }
                else
                {
                    Lanes.StorePart(a + shift, place, count);
                    Lanes.StorePart(b + shift, place + down, count);
                    Lanes.StorePart(c + shift, place + (2 * down), count);
                    Lanes.StorePart(d + shift, place + (3 * down), count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T>(T* first, nint second, nint third, out Vector512<T> x0, out Vector512<T> x1, out Vector512<T> x2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x0 = Vector512.Load(first);
        x1 = Vector512.Load(first + second);
        x2 = Vector512.Load(first + third);
    }
}
