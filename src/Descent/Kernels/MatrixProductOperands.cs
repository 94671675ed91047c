using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A matrix product C = left right as strides see it: left[r, p] lies at r <see cref="LeftRow"/> + p <see cref="LeftStep"/>,
/// right[p, j] at p <see cref="RightStep"/> + j <see cref="RightColumn"/>, C[r, j] at r <see cref="CRow"/> + j <see cref="CColumn"/>.
/// One of the right factor's strides is 1, and one of C's; a single row of C lies side by side.
/// </summary>
internal unsafe struct MatrixProductOperands<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Left;
    internal nint LeftRow;
    internal nint LeftStep;

    /// <summary>The right factor where the caller keeps it.</summary>
    internal T* Right;
    internal nint RightColumn;
    internal nint RightStep;

    /// <summary>The end of the right factor's memory.</summary>
    internal T* RightEnd;
    internal T* C;
    internal nint CRow;
    internal nint CColumn;
    internal int Rows;
    internal int Columns;
    internal int Depth;
    internal bool Accumulate;

    /// <summary>Whether what is a row here is a column of the caller's result.</summary>
    internal bool TurnedRound;
    internal Epilogue<T>? Epilogue;

    /// <summary>The product of two factors stored row-major, [rows, depth] and [depth, columns], or transposed.</summary>
    internal MatrixProductOperands(
        T* left, bool transposeLeft, T* right, bool transposeRight, T* rightEnd, int rows, int columns, int depth)
    {
        Left = left;
        LeftRow = transposeLeft ? 1 : depth;
        LeftStep = transposeLeft ? rows : 1;
        Right = right;
        RightColumn = transposeRight ? depth : 1;
        RightStep = transposeRight ? 1 : columns;
        RightEnd = rightEnd;
        Rows = rows;
        Columns = columns;
        Depth = depth;
    }

    /// <summary>The vectors that a row of C takes, the last perhaps in part.</summary>
    internal readonly int Vectors => (Columns + Vector512<T>.Count - 1) / Vector512<T>.Count;

    /// <summary>
    /// Whether steps of the right factor lie a page or more apart, to be copied together; nearer ones are read as fast as they lie.
    /// </summary>
    internal readonly bool RightIsFar => RightColumn != 1 || RightStep * sizeof(T) >= 4096;

    /// <summary>Whether the right factor is transposed while it is read, by tiles of one vector.</summary>
    internal readonly bool ReadsTransposed => MatrixProductTransposedBlock.Suits(this);

    /// <summary>The most rows of a tile.</summary>
    internal readonly int TileRows => ReadsTransposed ? MatrixProductTransposedTile.MaxRows : MatrixProductTile.MaxRows;

    /// <summary>Lays steps of a panel one after the other, each <paramref name="width"/> long; no one reads sums past the columns.</summary>
    internal readonly void PackRight(int column, int width, int firstStep, int steps, T* target)
    {
        var source = Right + (column * RightColumn) + (firstStep * RightStep);
        var columns = Math.Min(width, Columns - column);
        if (columns < width)
        {
            MatrixProductPanel.ClearLast(target + width - Vector512<T>.Count, width, steps);
        }

        if (RightColumn == 1)
        {
            MatrixProductPanel.PackRight(source, RightStep, RightEnd, target, columns, width, steps);
        }
        else
        {
            Transposition.Copy(source, RightColumn, target, width, columns, steps);
        }
    }

    /// <summary>Hands a finished block to the epilogue, if there is one, in the caller's rows and columns.</summary>
    internal readonly void Finish(int row, int rows, int column, int columns)
    {
        if (Epilogue == null)
        {
            return;
        }

        var c = C + (row * CRow) + (column * CColumn);
        if (TurnedRound)
        {
            Epilogue.Apply(c, CColumn, column, columns, row, rows);
        }
        else
        {
            Epilogue.Apply(c, CRow, row, rows, column, columns);
        }
    }
}
