using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;
using static Descent.Kernels.TranspositionWide;

namespace Descent.Kernels;

/// <summary>
/// Up to 12 rows by one vector of sums, against a right factor that is stored transposed: it is read once, along its memory, and transposed
/// in registers on the way to the sums, which stay in others. For processors that have <see cref="TranspositionWide"/>.
/// </summary>
internal static unsafe class MatrixProductTransposedTile
{
    /// <summary>The most rows: 12 sums and 16 vectors that are being transposed fill the registers.</summary>
    internal const int MaxRows = 12;

    /// <summary>The sums of a row.</summary>
    internal const int Columns = TranspositionWide.Rows;

    /// <summary>The steps that a line of the cache holds: read together, as sixteen lines may keep no place in the cache.</summary>
    internal const int Line = 16;

    /// <summary>
    /// C[r, j] = C[r, j] (or 0) + sum over p of A[r, p] B[j, p], by fused multiply-adds in the order of p: the steps of B lie side by side,
    /// and <see cref="TileOperands{T}.BStep"/> leads from the factors of one column of sums to those of the next. The depth is whole lines.
    /// </summary>
    internal static void Multiply(int rows, in TileOperands<float> operands)
    {
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
            case 4:
                Multiply<Four>(operands);
                break;
            case 5:
                Multiply<Five>(operands);
                break;
            case 6:
                Multiply<Six>(operands);
                break;
            case 7:
                Multiply<Seven>(operands);
                break;
            case 8:
                Multiply<Eight>(operands);
                break;
            case 9:
                Multiply<Nine>(operands);
                break;
            case 10:
                Multiply<Ten>(operands);
                break;
            case 11:
                Multiply<Eleven>(operands);
                break;
            default:
                Multiply<Twelve>(operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(in TileOperands<float> operands)
        where TRows : struct, ICount
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        Vector512<float> c6 = default, c7 = default, c8 = default, c9 = default, c10 = default, c11 = default;
        var c = operands.C;
        var cRow = operands.CRow;
        if (operands.Continue)
        {
            Load<TRows, One>(c, ref c0);
            Load<TRows, Two>(c + cRow, ref c1);
            Load<TRows, Three>(c + (2 * cRow), ref c2);
            Load<TRows, Four>(c + (3 * cRow), ref c3);
            Load<TRows, Five>(c + (4 * cRow), ref c4);
            Load<TRows, Six>(c + (5 * cRow), ref c5);
            Load<TRows, Seven>(c + (6 * cRow), ref c6);
            Load<TRows, Eight>(c + (7 * cRow), ref c7);
            Load<TRows, Nine>(c + (8 * cRow), ref c8);
            Load<TRows, Ten>(c + (9 * cRow), ref c9);
            Load<TRows, Eleven>(c + (10 * cRow), ref c10);
            Load<TRows, Twelve>(c + (11 * cRow), ref c11);
        }

        var a = operands.A;
        var (aRow, aStep) = (operands.ARow, operands.AStep);
        var b = operands.B;
        var bColumn = operands.BStep;
        for (var end = b + operands.Depth; b < end; b += Line)
        {
            Quarter(b, bColumn, out var q00, out var q01, out var q02, out var q03);
            Quarter(b + (4 * bColumn), bColumn, out var q10, out var q11, out var q12, out var q13);
            Quarter(b + (8 * bColumn), bColumn, out var q20, out var q21, out var q22, out var q23);
            Quarter(b + (12 * bColumn), bColumn, out var q30, out var q31, out var q32, out var q33);
            Halves(ref q00, ref q10, ref q20, ref q30);
            Halves(ref q01, ref q11, ref q21, ref q31);
            Halves(ref q02, ref q12, ref q22, ref q32);
            Halves(ref q03, ref q13, ref q23, ref q33);
            Add<TRows>(
                a,
                aRow,
                aStep,
                Even(q00, q10), Even(q01, q11), Even(q02, q12), Even(q03, q13),
                ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            a += 4 * aStep;
            Add<TRows>(
                a,
                aRow,
                aStep,
                Odd(q00, q10), Odd(q01, q11), Odd(q02, q12), Odd(q03, q13),
                ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            a += 4 * aStep;
            Add<TRows>(
                a,
                aRow,
                aStep,
                Even(q20, q30), Even(q21, q31), Even(q22, q32), Even(q23, q33),
                ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            a += 4 * aStep;
            Add<TRows>(
                a,
                aRow,
                aStep,
                Odd(q20, q30), Odd(q21, q31), Odd(q22, q32), Odd(q23, q33),
                ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
            a += 4 * aStep;
        }

        Store<TRows, One>(c, c0);
        Store<TRows, Two>(c + cRow, c1);
        Store<TRows, Three>(c + (2 * cRow), c2);
        Store<TRows, Four>(c + (3 * cRow), c3);
        Store<TRows, Five>(c + (4 * cRow), c4);
        Store<TRows, Six>(c + (5 * cRow), c5);
        Store<TRows, Seven>(c + (6 * cRow), c6);
        Store<TRows, Eight>(c + (7 * cRow), c7);
        Store<TRows, Nine>(c + (8 * cRow), c8);
        Store<TRows, Ten>(c + (9 * cRow), c9);
        Store<TRows, Eleven>(c + (10 * cRow), c10);
        Store<TRows, Twelve>(c + (11 * cRow), c11);
    }

    /// <summary>
    /// Of the steps s, s + 4, s + 8 and s + 12 of four columns each, the first two of eight columns come into a vector, and the last two.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(ref Vector512<float> q0, ref Vector512<float> q1, ref Vector512<float> q2, ref Vector512<float> q3)
    {
        var (first0, first1) = (Lower(q0, q1), Lower(q2, q3));
        (q2, q3) = (Upper(q0, q1), Upper(q2, q3));
        (q0, q1) = (first0, first1);
    }

    /// <summary>Four steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows>(
        float* a,
        nint aRow,
        nint aStep,
        Vector512<float> b0,
        Vector512<float> b1,
        Vector512<float> b2,
        Vector512<float> b3,
        ref Vector512<float> c0,
        ref Vector512<float> c1,
        ref Vector512<float> c2,
        ref Vector512<float> c3,
        ref Vector512<float> c4,
        ref Vector512<float> c5,
        ref Vector512<float> c6,
        ref Vector512<float> c7,
        ref Vector512<float> c8,
        ref Vector512<float> c9,
        ref Vector512<float> c10,
        ref Vector512<float> c11)
        where TRows : struct, ICount
    {
        Add<TRows>(a, aRow, b0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
        Add<TRows>(a + aStep, aRow, b1, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
        a += 2 * aStep;
        Add<TRows>(a, aRow, b2, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
        Add<TRows>(a + aStep, aRow, b3, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11);
    }

    /// <summary>One step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows>(
        float* a,
        nint aRow,
        Vector512<float> b,
        ref Vector512<float> c0,
        ref Vector512<float> c1,
        ref Vector512<float> c2,
        ref Vector512<float> c3,
        ref Vector512<float> c4,
        ref Vector512<float> c5,
        ref Vector512<float> c6,
        ref Vector512<float> c7,
        ref Vector512<float> c8,
        ref Vector512<float> c9,
        ref Vector512<float> c10,
        ref Vector512<float> c11)
        where TRows : struct, ICount
    {
        var a4 = a + (4 * aRow);
        var a8 = a4 + (4 * aRow);
        Add<TRows, One>(a, b, ref c0);
        Add<TRows, Two>(a + aRow, b, ref c1);
        Add<TRows, Three>(a + (2 * aRow), b, ref c2);
        Add<TRows, Four>(a + (3 * aRow), b, ref c3);
        Add<TRows, Five>(a4, b, ref c4);
        Add<TRows, Six>(a4 + aRow, b, ref c5);
        Add<TRows, Seven>(a4 + (2 * aRow), b, ref c6);
        Add<TRows, Eight>(a4 + (3 * aRow), b, ref c7);
        Add<TRows, Nine>(a8, b, ref c8);
        Add<TRows, Ten>(a8 + aRow, b, ref c9);
        Add<TRows, Eleven>(a8 + (2 * aRow), b, ref c10);
        Add<TRows, Twelve>(a8 + (3 * aRow), b, ref c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TRow>(float* a, Vector512<float> b, ref Vector512<float> sum)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(*a), b, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TRows, TRow>(float* c, ref Vector512<float> sum)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            sum = Vector512.Load(c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TRow>(float* c, Vector512<float> sum)
        where TRows : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            sum.Store(c);
        }
    }
}
