using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>
/// The matrix product, row-major. Every element of the result is one chain of fused multiply-adds over the depth in increasing order,
/// starting from zero (or from the old value where it accumulates): exactly what the naive triple loop gives,
/// whatever the number of threads, the width of the vectors or the blocks that the work is cut into. A depth of more than 4096 steps is cut
/// into as few and nearly equal chains of no more than that as it takes, and these are added in order.
/// </summary>
/// <remarks>
/// Source of the blocking: K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
/// </remarks>
public static unsafe class MatrixProduct
{
    /// <summary>What moving an element to its place in a transposed copy costs, in multiply-adds that a core does meanwhile.</summary>
    private const long TranspositionCost = 6;

    /// <summary>
    /// C = op(A) op(B), or C += op(A) op(B): <c>C[i, j] = sum over p of op(A)[i, p] op(B)[p, j]</c>, where op transposes or not.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">A: [m, k], or [k, m] if <paramref name="transposeA"/>.</param>
    /// <param name="transposeA">Whether A is stored transposed.</param>
    /// <param name="b">B: [k, n], or [n, k] if <paramref name="transposeB"/>.</param>
    /// <param name="transposeB">Whether B is stored transposed.</param>
    /// <param name="c">C: [m, n]; must not overlap A or B. Elements past m n are left alone.</param>
    /// <param name="m">The rows of C; may be 0.</param>
    /// <param name="n">The columns of C; may be 0.</param>
    /// <param name="k">The depth that is summed over; with 0 C becomes zero, or stays if it accumulates.</param>
    /// <param name="accumulate">Whether the product is added to what C holds.</param>
    /// <exception cref="ShapeException">A length is negative, or a span is shorter than its matrix.</exception>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, bool transposeA, ReadOnlySpan<T> b, bool transposeB, Span<T> c, int m, int n, int k, bool accumulate = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Multiply(a, transposeA, b, transposeB, c, m, n, k, accumulate, null);

    /// <summary>
    /// The same, and every finished element of C passes once through an epilogue, in C's rows and columns, while it is in the cache.
    /// </summary>
    internal static void Multiply<T>(
        ReadOnlySpan<T> a,
        bool transposeA,
        ReadOnlySpan<T> b,
        bool transposeB,
        Span<T> c,
        int m,
        int n,
        int k,
        bool accumulate,
        Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(a.Length, "A", m, k, transposeA);
        Check(b.Length, "B", k, n, transposeB);
        Check(c.Length, "C", m, n, false);
        if (m == 0 || n == 0 || k == 0)
        {
            FinishEmpty(c[..(m * n)], m, n, accumulate, epilogue);
            return;
        }

        fixed (T* left = a, right = b, result = c)
        {
            if ((long)m * n * k <= MatrixProductTiny.MaxWork)
            {
                var (aRow, aStep) = transposeA ? (1, m) : (k, 1);
                var (bStep, bColumn) = transposeB ? (1, k) : (n, 1);
                MatrixProductTiny.Multiply(left, aRow, aStep, right, bStep, bColumn, result, m, n, k, accumulate);
                epilogue?.Apply(result, n, 0, m, 0, n);
                return;
            }

            Run(TurnRound(transposeA, transposeB, m, n, k)
                ? new MatrixProductOperands<T>(right, !transposeB, left, !transposeA, left + a.Length, n, m, k)
                {
                    C = result,
                    CRow = 1,
                    CColumn = n,
                    Accumulate = accumulate,
                    Epilogue = epilogue,
                    TurnedRound = true,
                }
                : new MatrixProductOperands<T>(left, transposeA, right, transposeB, right + b.Length, m, n, k)
                {
                    C = result,
                    CRow = n,
                    CColumn = 1,
                    Accumulate = accumulate,
                    Epilogue = epilogue,
                });
        }
    }

    /// <summary>The product over an empty depth, or of no elements at all.</summary>
    private static void FinishEmpty<T>(Span<T> c, int m, int n, bool accumulate, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!accumulate)
        {
            c.Clear();
        }

        if (epilogue != null && c.Length > 0)
        {
            fixed (T* result = c)
            {
                epilogue.Apply(result, n, 0, m, 0, n);
            }
        }
    }

    /// <summary>
    /// Whether C's transpose, op(B)^T op(A)^T, is cheaper to compute: lanes that hang over C's columns are lost work, a single vector
    /// is less than a tile can do at a time, and a right factor that is stored transposed must be transposed on the way, while the other
    /// may lie right already or be much smaller.
    /// </summary>
    private static bool TurnRound(bool transposeA, bool transposeB, long m, long n, long k)
    {
        // A single column is a single row turned round, and rows have kernels of their own.
        if (m == 1 || n == 1)
        {
            return m > 1;
        }

        var straight = (m * WorkOfRow(n) * k) + (transposeB ? n * k * TranspositionCost : 0);
        var turned = (n * WorkOfRow(m) * k) + (transposeA ? 0 : m * k * TranspositionCost) + (m * n * TranspositionCost);
        return turned < straight;

        static long WorkOfRow(long columns)
        {
            const int lanes = 16;
            return columns <= lanes ? lanes * 5 / 4 : (columns + lanes - 1) / lanes * lanes;
        }
    }

    private static void Run<T>(in MatrixProductOperands<T> operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns) = MatrixProductCut.Of(operands);
        Tiling.Run(rows * columns, new MatrixProductJob<T>(operands, rows, columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int length, string name, int rows, int columns, bool transposed)
    {
        if (rows < 0 || columns < 0 || length < (long)rows * columns)
        {
            Refuse(length, name, rows, columns, transposed);
        }
    }

    private static void Refuse(int length, string name, int rows, int columns, bool transposed)
        => throw new ShapeException(rows < 0 || columns < 0
            ? $"Matrix product: {name} cannot be {rows} x {columns}: no length may be negative."
            : $"Matrix product: {name} has {length} elements but its shape [{(transposed ? columns : rows)}, {(transposed ? rows : columns)}] "
                + $"needs {(long)rows * columns}; check m, n and k against the matrices.");
}
