using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// The product of a few rows and a matrix that is stored transposed, such as a linear layer's weights: the matrix is read once, along its
/// memory, and transposed in registers on the way to the sums.
/// </summary>
internal static unsafe class MatrixProductTransposedRow
{
    /// <summary>The most rows: with more, the sums of one vector a row keep the multipliers busy.</summary>
    private const int MaxRows = 4;

    /// <summary>The sums of a row that are in the registers at a time: while one vector waits for its chain, the other's goes on.</summary>
    private const int Columns = 2 * TranspositionWide.Rows;

    /// <summary>The steps that a line of the cache holds: read together, as many rows' lines may keep no place in the cache.</summary>
    private const int Line = 2 * TranspositionWide.Columns;

    /// <summary>Whether a product has few rows, a transposed right factor, and columns to fill the registers.</summary>
    internal static bool Suits<T>(in MatrixProductOperands<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => product.RightColumn != 1 && product.Rows <= MaxRows && product.Columns >= Columns
            && product.LeftStep == 1 && product.CColumn == 1 && TranspositionWide.IsSupported<T>();

    /// <summary>c[r, j] = c[r, j] (or 0) + sum over p of a[r, p] b[j, p], by fused multiply-adds in the order of p.</summary>
    /// <param name="a">The left factor; the factors of a row lie side by side.</param>
    /// <param name="aRow">The elements from one row to the next.</param>
    /// <param name="b">The matrix's first element; the factors of a column of sums lie side by side.</param>
    /// <param name="bColumn">The elements from the factors of one column of sums to those of the next.</param>
    /// <param name="c">The sums, a row's side by side.</param>
    /// <param name="cRow">The elements from one row of sums to the next.</param>
    /// <param name="rows">The number of rows, at most 4.</param>
    /// <param name="columns">The number of sums in a row.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="accumulate">Whether the sums start from what <paramref name="c"/> holds.</param>
    internal static void Multiply<T>(
        T* a, nint aRow, T* b, nint bColumn, T* c, nint cRow, int rows, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var operands = new Operands
        {
            A = (float*)a,
            ARow = aRow,
            B = (float*)b,
            BColumn = bColumn,
            C = (float*)c,
            CRow = cRow,
            Rows = rows,
            Columns = columns,
            Depth = depth,
            Accumulate = accumulate,
        };
        switch (rows)
        {
            case 1:
                Multiply<One>(operands);
                break;
            case 2:
                Multiply<Two>(operands);
                break;
            case 3:
                Multiply<Three>(operands);
                break;
            default:
                Multiply<Four>(operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(in Operands operands)
        where TRows : struct, ICount
    {
        var (aRow, bColumn, cRow) = (operands.ARow, operands.BColumn, operands.CRow);
        var accumulate = operands.Accumulate;
        var whole = operands.Depth / Line * Line;
        var column = 0;
        for (; column + Columns <= operands.Columns; column += Columns)
        {
            Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default;
            Vector512<float> c20 = default, c21 = default, c30 = default, c31 = default;
            var c = operands.C + column;
            if (accumulate)
            {
                Load<TRows, One>(c, ref c00, ref c01);
                Load<TRows, Two>(c + cRow, ref c10, ref c11);
                Load<TRows, Three>(c + (2 * cRow), ref c20, ref c21);
                Load<TRows, Four>(c + (3 * cRow), ref c30, ref c31);
            }

            var a = operands.A;
            var b0 = operands.B + (column * bColumn);
            var b1 = b0 + (TranspositionWide.Rows * bColumn);
            for (var end = a + whole; a < end; a += Line)
            {
                Add<TRows>(a, aRow, b0, bColumn, ref c00, ref c10, ref c20, ref c30);
                Add<TRows>(a + (Line / 2), aRow, b0 + (Line / 2), bColumn, ref c00, ref c10, ref c20, ref c30);
                Add<TRows>(a, aRow, b1, bColumn, ref c01, ref c11, ref c21, ref c31);
                Add<TRows>(a + (Line / 2), aRow, b1 + (Line / 2), bColumn, ref c01, ref c11, ref c21, ref c31);
                b0 += Line;
                b1 += Line;
            }

            Store<TRows, One>(c, c00, c01);
            Store<TRows, Two>(c + cRow, c10, c11);
            Store<TRows, Three>(c + (2 * cRow), c20, c21);
            Store<TRows, Four>(c + (3 * cRow), c30, c31);
        }

        AddEdge(operands, 0, column, whole, true);
        AddEdge(operands, column, operands.Columns, 0, accumulate);
    }

    /// <summary>Eight steps of sixteen sums in each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows>(
        float* a,
        nint aRow,
        float* b,
        nint bColumn,
        ref Vector512<float> c0,
        ref Vector512<float> c1,
        ref Vector512<float> c2,
        ref Vector512<float> c3)
        where TRows : struct, ICount
    {
        TranspositionWide.Load(b, bColumn, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        Add<TRows, One>(a, b0, b1, b2, b3, b4, b5, b6, b7, ref c0);
        Add<TRows, Two>(a + aRow, b0, b1, b2, b3, b4, b5, b6, b7, ref c1);
        Add<TRows, Three>(a + (2 * aRow), b0, b1, b2, b3, b4, b5, b6, b7, ref c2);
        Add<TRows, Four>(a + (3 * aRow), b0, b1, b2, b3, b4, b5, b6, b7, ref c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TRow>(
        float* a,
        Vector512<float> b0,
        Vector512<float> b1,
        Vector512<float> b2,
        Vector512<float> b3,
        Vector512<float> b4,
        Vector512<float> b5,
        Vector512<float> b6,
        Vector512<float> b7,
        ref Vector512<float> sum)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), b0, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[1]), b1, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[2]), b2, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[3]), b3, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[4]), b4, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[5]), b5, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[6]), b6, sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[7]), b7, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TRows, TRow>(float* c, ref Vector512<float> c0, ref Vector512<float> c1)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            c0 = Vector512.Load(c);
            c1 = Vector512.Load(c + Vector512<float>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TRow>(float* c, Vector512<float> c0, Vector512<float> c1)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            c0.Store(c);
            c1.Store(c + Vector512<float>.Count);
        }
    }

    /// <summary>Steps and sums that fill no block are transposed in memory first.</summary>
    [SkipLocalsInit]
    private static void AddEdge(in Operands operands, int column, int endColumn, int firstStep, bool accumulate)
    {
        const int longest = 32;
        var panel = stackalloc float[longest * Columns];
        for (; column < endColumn; column += Columns)
        {
            var columns = Math.Min(Columns, endColumn - column);
            for (var step = firstStep; step < operands.Depth; step += longest)
            {
                var steps = Math.Min(longest, operands.Depth - step);
                TranspositionWide.Copy(
                    operands.B + (column * operands.BColumn) + step, operands.BColumn, panel, Columns, columns, steps);
                for (var row = 0; row < operands.Rows; row++)
                {
                    MatrixProductRow.Multiply(
                        operands.A + (row * operands.ARow) + step,
                        panel,
                        Columns,
                        operands.C + (row * operands.CRow) + column,
                        columns,
                        steps,
                        accumulate || step > 0);
                }
            }
        }
    }

    private struct Operands
    {
        internal float* A;
        internal nint ARow;
        internal float* B;
        internal nint BColumn;
        internal float* C;
        internal nint CRow;
        internal int Rows;
        internal int Columns;
        internal int Depth;
        internal bool Accumulate;
    }
}
