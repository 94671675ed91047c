using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Transposition of floats in registers of 512 bits, 16 rows by 8 columns at a time; only for processors that have them.</summary>
internal static unsafe class TranspositionWide
{
    /// <summary>The rows of a block.</summary>
    internal const int Rows = 16;

    /// <summary>The columns of a block.</summary>
    internal const int Columns = 8;

    /// <summary>The most rows of <see cref="CopyOverhanging"/>.</summary>
    internal const int FewRows = 8;

    /// <summary>The parts of 128 bits in the order 0, 2, 1, 3.</summary>
    private const byte EvenThenOddParts = 0b11_01_10_00;

    /// <summary>Of each source the parts 0 and 2 of 128 bits.</summary>
    private const byte EvenParts = 0b10_00_10_00;

    private const byte OddParts = 0b11_01_11_01;

    private const byte LowerParts = 0b01_00_01_00;

    private const byte UpperParts = 0b11_10_11_10;

    /// <summary>Whether the processor has the registers.</summary>
    internal static bool IsSupported<T>() => Avx512F.IsSupported && typeof(T) == typeof(float);

    /// <summary>target[column, row] = source[row, column]; the strides are the elements from one row to the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Copy(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        var wholeColumns = columns / Columns * Columns;
        var row = 0;
        for (; row + Rows <= rows; row += Rows)
        {
            var from = source + (row * sourceRow);
            var to = target + row;
            var column = 0;
            for (; column + (2 * Columns) <= columns; column += 2 * Columns)
            {
                CopyLines(from + column, sourceRow, to, targetRow);
                to += 2 * Columns * targetRow;
            }

            if (column < wholeColumns)
            {
                CopyBlock(from + column, sourceRow, to, targetRow);
                to += Columns * targetRow;
            }

            if (wholeColumns < columns)
            {
                CopyPart(from + wholeColumns, sourceRow, to, targetRow, Rows, columns - wholeColumns);
            }
        }

        if (row < rows)
        {
            CopyLastRows(source + (row * sourceRow), sourceRow, target + row, targetRow, rows - row, wholeColumns);
            if (wholeColumns < columns)
            {
                CopyPart(
                    source + (row * sourceRow) + wholeColumns,
                    sourceRow,
                    target + (wholeColumns * targetRow) + row,
                    targetRow,
                    rows - row,
                    columns - wholeColumns);
            }
        }
    }

    /// <summary>Fewer rows than a block has, by whole blocks of columns: rows that are not there are read as the last one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CopyLastRows(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        var last = (rows - 1) * sourceRow;
        var (r1, r2, r3) = (Math.Min(sourceRow, last), Math.Min(2 * sourceRow, last), Math.Min(3 * sourceRow, last));
        var (r4, r5, r6) = (Math.Min(4 * sourceRow, last), Math.Min(5 * sourceRow, last), Math.Min(6 * sourceRow, last));
        var (r7, r8, r9) = (Math.Min(7 * sourceRow, last), Math.Min(8 * sourceRow, last), Math.Min(9 * sourceRow, last));
        var (r10, r11, r12) = (Math.Min(10 * sourceRow, last), Math.Min(11 * sourceRow, last), Math.Min(12 * sourceRow, last));
        var (r13, r14) = (Math.Min(13 * sourceRow, last), Math.Min(14 * sourceRow, last));
        for (var end = source + columns; source < end; source += Columns)
        {
            Quarter(
                Pair(source, source + r4),
                Pair(source + r1, source + r5),
                Pair(source + r2, source + r6),
                Pair(source + r3, source + r7),
                out var low0,
                out var low1,
                out var low2,
                out var low3);
            Quarter(
                Pair(source + r8, source + r12),
                Pair(source + r9, source + r13),
                Pair(source + r10, source + r14),
                Pair(source + r11, source + last),
                out var high0,
                out var high1,
                out var high2,
                out var high3);
            Lanes.StorePart(Even(low0, high0), target, rows);
            Lanes.StorePart(Even(low1, high1), target + targetRow, rows);
            Lanes.StorePart(Even(low2, high2), target + (2 * targetRow), rows);
            Lanes.StorePart(Even(low3, high3), target + (3 * targetRow), rows);
            target += 4 * targetRow;
            Lanes.StorePart(Odd(low0, high0), target, rows);
            Lanes.StorePart(Odd(low1, high1), target + targetRow, rows);
            Lanes.StorePart(Odd(low2, high2), target + (2 * targetRow), rows);
            Lanes.StorePart(Odd(low3, high3), target + (3 * targetRow), rows);
            target += 4 * targetRow;
        }
    }

    /// <summary>
    /// At most eight rows by whole blocks of columns, of which eight elements are written each: what is beyond the rows the next column
    /// overwrites.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void CopyOverhanging(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        var last = (rows - 1) * sourceRow;
        var (r1, r2, r3) = (Math.Min(sourceRow, last), Math.Min(2 * sourceRow, last), Math.Min(3 * sourceRow, last));
        var (r4, r5, r6) = (Math.Min(4 * sourceRow, last), Math.Min(5 * sourceRow, last), Math.Min(6 * sourceRow, last));
        for (var end = source + columns; source < end; source += Columns, target += Columns * targetRow)
        {
            Quarter(
                Pair(source, source + r4),
                Pair(source + r1, source + r5),
                Pair(source + r2, source + r6),
                Pair(source + r3, source + last),
                out var c0,
                out var c1,
                out var c2,
                out var c3);
            c0 = Avx512F.Shuffle4x128(c0, c0, EvenThenOddParts);
            c1 = Avx512F.Shuffle4x128(c1, c1, EvenThenOddParts);
            c2 = Avx512F.Shuffle4x128(c2, c2, EvenThenOddParts);
            c3 = Avx512F.Shuffle4x128(c3, c3, EvenThenOddParts);
            c0.GetLower().Store(target);
            c1.GetLower().Store(target + targetRow);
            c2.GetLower().Store(target + (2 * targetRow));
            c3.GetLower().Store(target + (3 * targetRow));
            c0.GetUpper().Store(target + (4 * targetRow));
            c1.GetUpper().Store(target + (5 * targetRow));
            c2.GetUpper().Store(target + (6 * targetRow));
            c3.GetUpper().Store(target + (7 * targetRow));
        }
    }

    /// <summary>
    /// 16 rows of up to 32 columns that follow one another, as do others behind them: whole blocks are read, so that there are no parts.
    /// Columns become vectors; those beyond the last, up to whole blocks, hold what else was read.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void CopyRunningOn(float* source, float* target, int columns)
    {
        nint column = 0;
        for (; column + Columns < columns; column += 2 * Columns)
        {
            CopyLines(source + column, columns, target + (column * Rows), Rows);
        }

        if (column < columns)
        {
            CopyBlock(source + column, columns, target + (column * Rows), Rows);
        }
    }

    /// <summary>The way back from <see cref="CopyRunningOn"/>: 8 vectors or more, readable up to whole lines of them, become 16 rows.</summary>
    /// <remarks>
    /// What a row writes too far the next one overwrites, whose first columns come last. It is not more than the last row takes: that is written
    /// to its end only.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void CopyBack(float* source, float* target, int columns)
    {
        for (var column = (columns - 1) / Rows * Rows; column >= 0; column -= Rows)
        {
            CopyRows(source + (column * Rows), target + column, columns, columns - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(float* source, float* target, nint targetRow, int left)
    {
        Quarter(source, Rows, out var a0, out var a1, out var a2, out var a3);
        Quarter(source + (4 * Rows), Rows, out var b0, out var b1, out var b2, out var b3);
        Quarter(source + (8 * Rows), Rows, out var c0, out var c1, out var c2, out var c3);
        Quarter(source + (12 * Rows), Rows, out var d0, out var d1, out var d2, out var d3);
        StoreEight(
            Lower(a0, b0), Lower(c0, d0), Lower(a1, b1), Lower(c1, d1), Lower(a2, b2), Lower(c2, d2), Lower(a3, b3), Lower(c3, d3),
            target, targetRow).Store(target + (7 * targetRow));
        target += 8 * targetRow;
        var last = StoreEight(
            Upper(a0, b0), Upper(c0, d0), Upper(a1, b1), Upper(c1, d1), Upper(a2, b2), Upper(c2, d2), Upper(a3, b3), Upper(c3, d3),
            target, targetRow);
        target += 7 * targetRow;
        if (left < Rows)
        {
            Lanes.StorePart(last, target, left);
        }
        else
        {
            last.Store(target);
        }
    }

    /// <summary>Stores seven of eight rows and gives the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> StoreEight(
        Vector512<float> ab0,
        Vector512<float> cd0,
        Vector512<float> ab1,
        Vector512<float> cd1,
        Vector512<float> ab2,
        Vector512<float> cd2,
        Vector512<float> ab3,
        Vector512<float> cd3,
        float* to,
        nint targetRow)
    {
        Even(ab0, cd0).Store(to);
        Even(ab1, cd1).Store(to + targetRow);
        Even(ab2, cd2).Store(to + (2 * targetRow));
        Even(ab3, cd3).Store(to + (3 * targetRow));
        to += 4 * targetRow;
        Odd(ab0, cd0).Store(to);
        Odd(ab1, cd1).Store(to + targetRow);
        Odd(ab2, cd2).Store(to + (2 * targetRow));
        return Odd(ab3, cd3);
    }

    /// <summary>Two blocks, whose rows are whole lines: planes that drive each other out of the first-level cache are read once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLines(float* source, nint sourceRow, float* target, nint targetRow)
    {
        var fourRows = 4 * sourceRow;
        Quarter(source, sourceRow, out var a0, out var a1, out var a2, out var a3);
        Quarter(source + fourRows, sourceRow, out var b0, out var b1, out var b2, out var b3);
        Quarter(source + (2 * fourRows), sourceRow, out var c0, out var c1, out var c2, out var c3);
        Quarter(source + (2 * fourRows) + fourRows, sourceRow, out var d0, out var d1, out var d2, out var d3);
        StoreEachFourth(a0, b0, c0, d0, target, 4 * targetRow);
        StoreEachFourth(a1, b1, c1, d1, target + targetRow, 4 * targetRow);
        StoreEachFourth(a2, b2, c2, d2, target + (2 * targetRow), 4 * targetRow);
        StoreEachFourth(a3, b3, c3, d3, target + (3 * targetRow), 4 * targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEachFourth(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint targetRow)
    {
        Vector512<float> lowAB = Lower(a, b), lowCD = Lower(c, d), highAB = Upper(a, b), highCD = Upper(c, d);
        Even(lowAB, lowCD).Store(target);
        Odd(lowAB, lowCD).Store(target + targetRow);
        Even(highAB, highCD).Store(target + (2 * targetRow));
        Odd(highAB, highCD).Store(target + (2 * targetRow) + targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(float* source, nint sourceRow, float* target, nint targetRow)
    {
        Load(source, sourceRow, out var c0, out var c1, out var c2, out var c3, out var c4, out var c5, out var c6, out var c7);
        c0.Store(target);
        c1.Store(target + targetRow);
        c2.Store(target + (2 * targetRow));
        c3.Store(target + (3 * targetRow));
        target += 4 * targetRow;
        c4.Store(target);
        c5.Store(target + targetRow);
        c6.Store(target + (2 * targetRow));
        c7.Store(target + (3 * targetRow));
    }

    /// <summary>Reads a block; column c of its rows becomes vector c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Load(
        float* source,
        nint sourceRow,
        out Vector512<float> c0,
        out Vector512<float> c1,
        out Vector512<float> c2,
        out Vector512<float> c3,
        out Vector512<float> c4,
        out Vector512<float> c5,
        out Vector512<float> c6,
        out Vector512<float> c7)
    {
        var s4 = source + (4 * sourceRow);
        var s8 = s4 + (4 * sourceRow);
        var s12 = s8 + (4 * sourceRow);
        Quarter(
            Pair(source, s4),
            Pair(source + sourceRow, s4 + sourceRow),
            Pair(source + (2 * sourceRow), s4 + (2 * sourceRow)),
            Pair(source + (3 * sourceRow), s4 + (3 * sourceRow)),
            out var low0,
            out var low1,
            out var low2,
            out var low3);
        Quarter(
            Pair(s8, s12),
            Pair(s8 + sourceRow, s12 + sourceRow),
            Pair(s8 + (2 * sourceRow), s12 + (2 * sourceRow)),
            Pair(s8 + (3 * sourceRow), s12 + (3 * sourceRow)),
            out var high0,
            out var high1,
            out var high2,
            out var high3);
        c0 = Even(low0, high0);
        c1 = Even(low1, high1);
        c2 = Even(low2, high2);
        c3 = Even(low3, high3);
        c4 = Odd(low0, high0);
        c5 = Odd(low1, high1);
        c6 = Odd(low2, high2);
        c7 = Odd(low3, high3);
    }

    /// <summary>A block at the edge, of which only some rows and columns are there.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CopyPart(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        // The columns that are there of each row that is there, in a whole block of their own.
        const int block = Rows * Columns;
        var whole = stackalloc float[block];
        var mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(columns)).AsSingle();
        for (var row = 0; row < rows; row++)
        {
            Avx.MaskLoad(source + (row * sourceRow), mask).Store(whole + (row * Columns));
        }

        Load(whole, Columns, out var c0, out var c1, out var c2, out var c3, out var c4, out var c5, out var c6, out var c7);
        var columnsThere = stackalloc float[block];
        c0.Store(columnsThere);
        c1.Store(columnsThere + Rows);
        c2.Store(columnsThere + (2 * Rows));
        c3.Store(columnsThere + (3 * Rows));
        c4.Store(columnsThere + (4 * Rows));
        c5.Store(columnsThere + (5 * Rows));
        c6.Store(columnsThere + (6 * Rows));
        c7.Store(columnsThere + (7 * Rows));
        for (var column = 0; column < columns; column++)
        {
            Lanes.StorePart(Vector512.Load(columnsThere + (column * Rows)), target + (column * targetRow), rows);
        }
    }

    /// <summary>Reads whole lines of four rows: their columns c, c + 4, c + 8 and c + 12 become vector c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Quarter(
        float* source, nint sourceRow, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
        => Quarter(
            Vector512.Load(source),
            Vector512.Load(source + sourceRow),
            Vector512.Load(source + (2 * sourceRow)),
            Vector512.Load(source + (3 * sourceRow)),
            out c0,
            out c1,
            out c2,
            out c3);

    /// <summary>The parts 0 and 2 of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Even(Vector512<float> a, Vector512<float> b) => Avx512F.Shuffle4x128(a, b, EvenParts);

    /// <summary>The parts 1 and 3 of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Odd(Vector512<float> a, Vector512<float> b) => Avx512F.Shuffle4x128(a, b, OddParts);

    /// <summary>The lower half of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Lower(Vector512<float> a, Vector512<float> b) => Avx512F.Shuffle4x128(a, b, LowerParts);

    /// <summary>The upper half of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Upper(Vector512<float> a, Vector512<float> b) => Avx512F.Shuffle4x128(a, b, UpperParts);

    /// <summary>Four pairs of rows: the columns 0 to 3 of each 128 bits become vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(
        Vector512<float> r0,
        Vector512<float> r1,
        Vector512<float> r2,
        Vector512<float> r3,
        out Vector512<float> c0,
        out Vector512<float> c1,
        out Vector512<float> c2,
        out Vector512<float> c3)
    {
        var low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        c0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        c1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        c2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        c3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pair(float* lower, float* upper)
        => Avx512F.InsertVector256(Vector256.Load(lower).ToVector512Unsafe(), Vector256.Load(upper), 1);
}
