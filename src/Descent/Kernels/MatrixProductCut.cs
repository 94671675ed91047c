using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>
/// How a product is cut into blocks of C. Each element is one chain wherever its block lies, so the cut may depend on the number of
/// threads.
/// </summary>
internal readonly struct MatrixProductCut
{
    /// <summary>From so many multiply-adds on (about 10 microseconds of one core) a product is shared among threads.</summary>
    private const long MinWorkToShare = 5 << 18;

    /// <summary>From so many multiply-adds a block on, more blocks than threads even out threads that are held up.</summary>
    private const long ManyBlocksWork = 1 << 24;

    private const int RowsToRead = 4;

    /// <summary>The rows of a block: their part of the left factor stays in the second cache.</summary>
    private const int MaxRows = 256;

    /// <summary>The blocks of rows.</summary>
    internal int RowBlocks { get; private init; }

    /// <summary>The blocks of columns.</summary>
    internal int ColumnBlocks { get; private init; }

    /// <summary>Whether the right factor is packed once for all blocks of rows, instead of by each.</summary>
    internal bool PackRight { get; private init; }

    /// <summary>Where the part numbered <paramref name="index"/> begins if a count is cut into nearly equal parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Boundary(int count, int parts, int index)
        => index == 0 ? 0 : index == parts ? count : (int)((long)count * index / parts);

    /// <summary>The cut of a product for the threads that there are.</summary>
    internal static unsafe MatrixProductCut Of<T>(in MatrixProductOperands<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // To read the right factor takes as long as to multiply it by a few rows.
        var work = (long)Math.Max(product.Rows, RowsToRead) * product.Columns * product.Depth;
        var rowBlocks = (product.Rows + MaxRows - 1) / MaxRows;
        var columnBlocks = 1;
        if (work >= MinWorkToShare && Workers.Count > 1)
        {
            (rowBlocks, columnBlocks) = Share(product, rowBlocks, (int)Math.Clamp(work / ManyBlocksWork, 1, 4) * Workers.Count);
        }

        // Steps that lie near each other are read in place, as the blocks of rows would do.
        var packs = product.RightColumn != 1
            || (product.RightStep * sizeof(T) >= MatrixProductJob<T>.MinStrideBytesToPack
                && product.Rows / rowBlocks >= MatrixProductJob<T>.MinRowsToPack);
        return new()
        {
            RowBlocks = rowBlocks,
            ColumnBlocks = columnBlocks,
            PackRight = packs && rowBlocks > columnBlocks && rowBlocks > 2 && !product.ReadsTransposed,
        };
    }

    /// <summary>Of all cuts into enough blocks, the one whose threads are done first.</summary>
    private static (int RowBlocks, int ColumnBlocks) Share<T>(in MatrixProductOperands<T> product, int minRowBlocks, int blocks)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tiles = Tiling.Groups(product.Rows, product.TileRows);
        var panels = product.Panels;
        var threads = Workers.Count;
        var (best, bestRows, bestColumns) = (long.MaxValue, minRowBlocks, 1);
        for (var columns = 1; columns <= Math.Min(panels, blocks); columns++)
        {
            var rows = Math.Min(Math.Max(minRowBlocks, (blocks + columns - 1) / columns), tiles);
            var rounds = ((rows * columns) + threads - 1) / threads;

            // In sixths of a tile: the tiles, half a tile to bring a panel of the right factor, a third to bring a tile of the left.
            var (tilesOfBlock, panelsOfBlock) = (Upwards(tiles, rows), Upwards(panels, columns));
            var time = rounds * ((6 * tilesOfBlock * panelsOfBlock) + (3 * panelsOfBlock) + (2 * tilesOfBlock));
            if (time < best)
            {
                (best, bestRows, bestColumns) = (time, rows, columns);
            }
        }

        return (bestRows, bestColumns);

        static long Upwards(int count, int parts) => (count + parts - 1) / parts;
    }
}
