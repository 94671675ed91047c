namespace Descent.Kernels;

/// <summary>
/// A matrix product C = left right as strides see it: left[r, p] lies at r <see cref="LeftRow"/> + p <see cref="LeftStep"/>,
/// right[p, j] at p <see cref="RightStep"/> + j <see cref="RightColumn"/>, C[r, j] at r <see cref="CRow"/> + j <see cref="CColumn"/>.
/// One of the right factor's strides is 1, and one of C's; when the product is shared out the right factor's columns lie side by side,
/// and a single row of C too.
/// </summary>
internal unsafe struct MatrixProductOperands<T>
    where T : unmanaged
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
}
