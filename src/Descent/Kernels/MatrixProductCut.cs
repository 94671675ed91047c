using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>
/// How a product is cut into blocks of C. Each element is one chain wherever its block lies, so the cut may depend on the number of
/// threads.
/// </summary>
internal static class MatrixProductCut
{
    /// <summary>From so many multiply-adds on (about 4 microseconds of one core) a product is shared among threads.</summary>
    private const long MinWorkToShare = 1 << 19;

    private const int RowsToRead = 4;

    /// <summary>Elements that another core has written or will read: to bring so many takes a fourth of a vector's time in a tile.</summary>
    private const int ElementsToBring = 16;

    /// <summary>The most rows of a block: what is packed of the right factor serves all of them.</summary>
    private const int MaxRows = 1024;

    /// <summary>The most elements of a block.</summary>
    private const int MaxElements = 1024 * 1024;

    /// <summary>Where the part numbered <paramref name="index"/> begins if a count is cut into nearly equal parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Boundary(int count, int parts, int index)
        => index == 0 ? 0 : index == parts ? count : (int)((long)count * index / parts);

    /// <summary>
    /// The blocks of rows and of columns that a product is cut into: of all cuts that give each thread a block, the one that is done first.
    /// Threads share nothing that one of them writes: what a core has written may be slow to read for another, so each packs what it needs.
    /// </summary>
    internal static (int Rows, int Columns) Of<T>(in MatrixProductOperands<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // To read the right factor takes as long as to multiply it by a few rows.
        var work = (long)Math.Max(product.Rows, RowsToRead) * product.Columns * product.Depth;
        var threads = work < MinWorkToShare ? 1 : Workers.Count;
        var minRows = Tiling.Groups(product.Rows, MaxRows);
        var minColumns = Tiling.Groups(product.Columns, MaxElements / Math.Min(product.Rows, MaxRows));
        if (threads * (long)minRows * minColumns == 1)
        {
            return (1, 1);
        }

        var tiles = Tiling.Groups(product.Rows, product.TileRows);
        var (least, best) = (long.MaxValue, (minRows, minColumns));
        for (var columns = minColumns; columns <= Math.Min(product.Vectors, Math.Max(minColumns, threads)); columns++)
        {
            var rows = Math.Min(Math.Max(minRows, Tiling.Groups(threads, columns)), tiles);
            var time = Tiling.Groups(rows * columns, threads)
                * TimeOfBlock(product, Tiling.Groups(tiles, rows), Tiling.Groups(product.Vectors, columns));
            time += TimeToBring(product, rows, columns);
            if (time < least)
            {
                (least, best) = (time, (rows, columns));
            }
        }

        return best;
    }

    /// <summary>
    /// In fourths of a vector's time in a tile, for a step of the depth: what other cores have of the matrices, as what comes before and after
    /// a product mostly cuts by rows. Blocks of columns all read the left factor, and write C where others will read; blocks of rows all read
    /// the right factor.
    /// </summary>
    private static long TimeToBring<T>(in MatrixProductOperands<T> product, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var byColumns = columns > 1 ? product.Rows * ((long)product.Depth + product.Columns) / (ElementsToBring * (long)product.Depth) : 0;
        return byColumns + (rows > 1 ? product.Columns / ElementsToBring : 0);
    }

    /// <summary>In fourths of a vector's time in a tile: the tiles, and what it takes to bring the right factor and the left.</summary>
    private static long TimeOfBlock<T>(in MatrixProductOperands<T> product, long tiles, long vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return (4 * tiles * vectors) + ((product.RightIsFar ? 8 : 1) * vectors) + ((product.LeftRow == 1 ? 4 : 2) * tiles);
    }
}
