namespace Descent.Kernels;

/// <summary>What one tile of the matrix product works on; strides are in elements.</summary>
internal unsafe struct TileOperands<T>
    where T : unmanaged
{
    /// <summary>The first row's first factor: A[r, p] lies at r <see cref="ARow"/> + p <see cref="AStep"/>.</summary>
    internal T* A;

    internal nint ARow;

    internal nint AStep;

    /// <summary>The first step's factors, lane beside lane: B[p, j] lies at p <see cref="BStep"/> + j.</summary>
    internal T* B;

    internal nint BStep;

    /// <summary>C[r, j] lies at r <see cref="CRow"/> + j.</summary>
    internal T* C;

    internal nint CRow;

    /// <summary>The number of steps that are summed.</summary>
    internal int Depth;

    /// <summary>Whether the sums start from what C holds, or from zero.</summary>
    internal bool Continue;
}
