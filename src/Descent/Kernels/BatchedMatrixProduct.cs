using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Many matrix products of one shape: C[i] = op(A[i]) op(B[i]). Each has the bits of <see cref="MatrixProduct"/>; several small ones make
/// a tile of work, and a few large ones are shared out each by itself.
/// </summary>
public static unsafe class BatchedMatrixProduct
{
    /// <summary>The multiply-adds that are worth handing to another thread.</summary>
    private const long WorkInTile = 1 << 18;

    /// <summary>C[i] = op(A[i]) op(B[i]) for i below <paramref name="batch"/>, where op transposes or not.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">A: [batch, m, k], or [batch, k, m] if <paramref name="transposeA"/>.</param>
    /// <param name="transposeA">Whether each A is stored transposed.</param>
    /// <param name="b">B: [batch, k, n], or [batch, n, k] if <paramref name="transposeB"/>.</param>
    /// <param name="transposeB">Whether each B is stored transposed.</param>
    /// <param name="c">C: [batch, m, n]; must not overlap A or B.</param>
    /// <param name="batch">The number of products.</param>
    /// <param name="m">The rows of each C.</param>
    /// <param name="n">The columns of each C.</param>
    /// <param name="k">The depth that is summed over.</param>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, bool transposeA, ReadOnlySpan<T> b, bool transposeB, Span<T> c, int batch, int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(batch * m * k, a.Length, nameof(a));
        Tiling.Same(batch * k * n, b.Length, nameof(b));
        Tiling.Same(batch * m * n, c.Length, nameof(c));
        var work = (long)m * n * k;
        if (batch < Workers.Count)
        {
            for (var i = 0; i < batch; i++)
            {
                MatrixProduct.Multiply(a.Slice(i * m * k, m * k), transposeA, b.Slice(i * k * n, k * n), transposeB, c.Slice(i * m * n, m * n), m, n, k);
            }

            return;
        }

        fixed (T* left = a, right = b, result = c)
        {
            var group = (int)Math.Clamp(WorkInTile / Math.Max(1, work), 1, Math.Max(1, batch));
            Tiling.Run(
                Tiling.Groups(batch, group), new Job<T>(left, transposeA, right, transposeB, result, batch, group, m, n, k));
        }
    }

    /// <summary>Some of the products, one after the other; within a tile a product keeps to its thread.</summary>
    private readonly struct Job<T>(
        T* a, bool transposeA, T* b, bool transposeB, T* c, int batch, int group, int m, int n, int k) : ITileJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int tile)
        {
            var end = Math.Min(batch, (tile + 1) * group);
            for (var i = tile * group; i < end; i++)
            {
                MatrixProduct.Multiply(
                    new ReadOnlySpan<T>(a + ((nint)i * m * k), m * k), transposeA,
                    new ReadOnlySpan<T>(b + ((nint)i * k * n), k * n), transposeB,
                    new Span<T>(c + ((nint)i * m * n), m * n), m, n, k);
            }
        }
    }
}
