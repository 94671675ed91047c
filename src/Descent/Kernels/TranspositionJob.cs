using System.Numerics;

namespace Descent.Kernels;

/// <summary>A transposition as blocks of the source's rows and columns: target[column, row] = source[row, column].</summary>
internal readonly unsafe struct TranspositionJob<T>(T* source, nint sourceRow, T* target, nint targetRow, int rows, int columns) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockRows = 64;
    private const int BlockColumns = 256;

    /// <summary>The number of blocks.</summary>
    internal int Tiles => (rows + BlockRows - 1) / BlockRows * BlocksAcross;

    private int BlocksAcross => (columns + BlockColumns - 1) / BlockColumns;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var row = tile / BlocksAcross * BlockRows;
        var column = tile % BlocksAcross * BlockColumns;
        Transposition.Copy(
            source + (row * sourceRow) + column,
            sourceRow,
            target + (column * targetRow) + row,
            targetRow,
            Math.Min(BlockRows, rows - row),
            Math.Min(BlockColumns, columns - column));
    }
}
