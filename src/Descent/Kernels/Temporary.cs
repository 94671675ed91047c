#pragma warning disable CS1591
using System.Numerics;

namespace Descent.Kernels;

public static class MatrixProduct
{
    public static void Multiply<T>(ReadOnlySpan<T> a, bool transposeA, ReadOnlySpan<T> b, bool transposeB, Span<T> c, int m, int n, int k, bool accumulate = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = T.Zero;
                for (var p = 0; p < k; p++)
                {
                    sum = T.FusedMultiplyAdd(transposeA ? a[(p * m) + i] : a[(i * k) + p], transposeB ? b[(j * k) + p] : b[(p * n) + j], sum);
                }

                c[(i * n) + j] = sum;
            }
        }
    }
}

public static class Reduction
{
    public static void Sum<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int length, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                var sum = T.Zero;
                for (var l = 0; l < length; l++)
                {
                    sum += x[(((o * length) + l) * inner) + i];
                }

                y[(o * inner) + i] = sum;
            }
        }
    }
}

public static partial class Elementwise
{
    public static void ZipBroadcast<T, TFunction>(TFunction f, ReadOnlySpan<T> a, ReadOnlySpan<int> aShape, ReadOnlySpan<T> b, ReadOnlySpan<int> bShape, Span<T> c, ReadOnlySpan<int> cShape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
    {
        var index = new int[cShape.Length];
        for (var i = 0; i < c.Length; i++)
        {
            var (pa, pb) = (0, 0);
            for (var axis = 0; axis < cShape.Length; axis++)
            {
                var aa = axis - (cShape.Length - aShape.Length);
                var bb = axis - (cShape.Length - bShape.Length);
                pa = aa < 0 ? 0 : (pa * aShape[aa]) + (aShape[aa] == 1 ? 0 : index[axis]);
                pb = bb < 0 ? 0 : (pb * bShape[bb]) + (bShape[bb] == 1 ? 0 : index[axis]);
            }

            c[i] = f.Forward(System.Runtime.Intrinsics.Vector512.Create(a[pa]), System.Runtime.Intrinsics.Vector512.Create(b[pb]))[0];
            for (var axis = cShape.Length - 1; axis >= 0 && ++index[axis] == cShape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}
