using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Copies a matrix so that its rows become columns; values are only moved, so every path gives the same bits.</summary>
internal static unsafe class Transposition
{
    /// <summary>target[column, row] = source[row, column]; the strides are the elements from one row to the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Copy<T>(T* source, nint sourceRow, T* target, nint targetRow, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (TranspositionWide.IsSupported<T>())
        {
            TranspositionWide.Copy((float*)source, sourceRow, (float*)target, targetRow, rows, columns);
            return;
        }

        // Eight or four rows by a cache line of columns at a time: each line of the source is read once, and the target is written along its rows.
        var block = Vector256<T>.Count;
        var wholeRows = Avx.IsSupported ? rows / block * block : 0;
        var wholeColumns = Avx.IsSupported ? columns / block * block : 0;
        for (var first = 0; first < wholeColumns; first += 2 * block)
        {
            var end = Math.Min(first + (2 * block), wholeColumns);
            for (var row = 0; row < wholeRows; row += block)
            {
                for (var column = first; column < end; column += block)
                {
                    var from = source + (row * sourceRow) + column;
                    var to = target + (column * targetRow) + row;
                    if (typeof(T) == typeof(float))
                    {
                        Block((float*)from, sourceRow, (float*)to, targetRow);
                    }
                    else
                    {
                        Block((double*)from, sourceRow, (double*)to, targetRow);
                    }
                }
            }
        }

        Elements(source + wholeColumns, sourceRow, target + (wholeColumns * targetRow), targetRow, wholeRows, columns - wholeColumns);
        Elements(source + (wholeRows * sourceRow), sourceRow, target + wholeRows, targetRow, rows - wholeRows, columns);
    }

    /// <summary>
    /// target[row, column] = source[row, column], where one stride of each matrix is 1; copies rows, or transposes.
    /// </summary>
    internal static void CopyStrided<T>(
        T* source, nint sourceRow, nint sourceColumn, T* target, nint targetRow, nint targetColumn, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sourceColumn != 1)
        {
            Copy(source, sourceColumn, target, targetRow, columns, rows);
        }
        else if (targetColumn != 1)
        {
            Copy(source, sourceRow, target, targetColumn, rows, columns);
        }
        else
        {
            CopyRows(source, sourceRow, target, targetRow, rows, columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<T>(T* source, nint sourceRow, T* target, nint targetRow, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var whole = columns / Vector512<T>.Count * Vector512<T>.Count;
        for (var row = 0; row < rows; row++)
        {
            for (nint column = 0; column < whole; column += Vector512<T>.Count)
            {
                Vector512.Load(source + column).Store(target + column);
            }

            if (whole < columns)
            {
                Lanes.StorePart(Lanes.LoadPart(source + whole, columns - whole), target + whole, columns - whole);
            }

            source += sourceRow;
            target += targetRow;
        }
    }

    private static void Elements<T>(T* source, nint sourceRow, T* target, nint targetRow, int rows, int columns)
        where T : unmanaged
    {
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                target[(column * targetRow) + row] = source[(row * sourceRow) + column];
            }
        }
    }

    /// <summary>8 x 8 floats: pairs of rows are interleaved, then pairs of pairs; halves of rows 0 to 3 and 4 to 7 meet at the load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* source, nint sourceRow, float* target, nint targetRow)
    {
        for (var half = 0; half < 2; half++)
        {
            var from = source + (4 * half);
            var r0 = Halves(from, from + (4 * sourceRow));
            var r1 = Halves(from + sourceRow, from + (5 * sourceRow));
            var r2 = Halves(from + (2 * sourceRow), from + (6 * sourceRow));
            var r3 = Halves(from + (3 * sourceRow), from + (7 * sourceRow));
            var low01 = Avx.UnpackLow(r0, r1).AsDouble();
            var high01 = Avx.UnpackHigh(r0, r1).AsDouble();
            var low23 = Avx.UnpackLow(r2, r3).AsDouble();
            var high23 = Avx.UnpackHigh(r2, r3).AsDouble();
            var to = target + (4 * half * targetRow);
            Avx.UnpackLow(low01, low23).AsSingle().Store(to);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(to + targetRow);
            Avx.UnpackLow(high01, high23).AsSingle().Store(to + (2 * targetRow));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * targetRow));
        }
    }

    /// <summary>4 x 4 doubles: halves of rows 0, 1 and 2, 3 meet at the load, then pairs of rows are interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(double* source, nint sourceRow, double* target, nint targetRow)
    {
        for (var half = 0; half < 2; half++)
        {
            var from = source + (2 * half);
            var r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (2 * sourceRow)));
            var r1 = Vector256.Create(Vector128.Load(from + sourceRow), Vector128.Load(from + (3 * sourceRow)));
            Avx.UnpackLow(r0, r1).Store(target + (2 * half * targetRow));
            Avx.UnpackHigh(r0, r1).Store(target + (((2 * half) + 1) * targetRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* lower, float* upper)
        => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));
}
