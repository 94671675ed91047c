using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// A matrix product C = left right as strides see it: left[r, p] lies at r <see cref="LeftRow"/> + p <see cref="LeftStep"/>,
/// right[p, j] at p <see cref="RightStep"/> + j <see cref="RightColumn"/>, C[r, j] at r <see cref="CRow"/> + j <see cref="CColumn"/>.
/// One of the right factor's strides is 1, and one of C's; when the product is shared out the right factor's columns lie side by side,
/// and a single row of C too.
/// </summary>
internal unsafe struct MatrixProductOperands<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Left;
    internal nint LeftRow;
    internal nint LeftStep;
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

    /// <summary>Where the product is done in parts: the number of its first column in the whole result.</summary>
    internal int FirstColumn;
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
            Epilogue.Apply(c, CColumn, FirstColumn + column, columns, row, rows);
        }
        else
        {
            Epilogue.Apply(c, CRow, row, rows, FirstColumn + column, columns);
        }
    }
}
