using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The product of one row and a matrix: bound by reading the matrix, which is therefore read along its rows, four at a time.</summary>
internal static unsafe class MatrixProductRow
{
    /// <summary>c[j] = c[j] (or 0) + sum over p of a[p] b[p, j], by fused multiply-adds in the order of p.</summary>
    /// <param name="a">The row's first factor.</param>
    /// <param name="aStep">The elements from one of the row's factors to the next.</param>
    /// <param name="b">The matrix's first element; its columns lie side by side.</param>
    /// <param name="bStep">The elements from one row of the matrix to the next.</param>
    /// <param name="c">The sums, side by side.</param>
    /// <param name="columns">The number of sums.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="accumulate">Whether the sums start from what <paramref name="c"/> holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<T>(T* a, nint aStep, T* b, nint bStep, T* c, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!accumulate)
        {
            new Span<T>(c, columns).Clear();
        }

        var whole = columns / Vector512<T>.Count * Vector512<T>.Count;
        var step = 0;
        for (; step + 4 <= depth; step += 4)
        {
            var (a0, a1, a2, a3) = (a[0], a[aStep], a[2 * aStep], a[3 * aStep]);
            var b1 = b + bStep;
            var b2 = b1 + bStep;
            var b3 = b2 + bStep;
            var (x0, x1, x2, x3) = (Vector512.Create(a0), Vector512.Create(a1), Vector512.Create(a2), Vector512.Create(a3));
            for (nint j = 0; j < whole; j += Vector512<T>.Count)
            {
                var sum = Lanes.MultiplyAdd(x0, Vector512.Load(b + j), Vector512.Load(c + j));
                sum = Lanes.MultiplyAdd(x1, Vector512.Load(b1 + j), sum);
                sum = Lanes.MultiplyAdd(x2, Vector512.Load(b2 + j), sum);
                Lanes.MultiplyAdd(x3, Vector512.Load(b3 + j), sum).Store(c + j);
            }

            for (nint j = whole; j < columns; j++)
            {
                var sum = T.FusedMultiplyAdd(a1, b1[j], T.FusedMultiplyAdd(a0, b[j], c[j]));
                c[j] = T.FusedMultiplyAdd(a3, b3[j], T.FusedMultiplyAdd(a2, b2[j], sum));
            }

            a += 4 * aStep;
            b += 4 * bStep;
        }

        for (; step < depth; step++)
        {
            var x = Vector512.Create(*a);
            for (nint j = 0; j < whole; j += Vector512<T>.Count)
            {
                Lanes.MultiplyAdd(x, Vector512.Load(b + j), Vector512.Load(c + j)).Store(c + j);
            }

            for (nint j = whole; j < columns; j++)
            {
                c[j] = T.FusedMultiplyAdd(*a, b[j], c[j]);
            }

            a += aStep;
            b += bStep;
        }
    }
}
