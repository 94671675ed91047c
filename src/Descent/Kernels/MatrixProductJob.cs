using System.Numerics;
using System.Runtime.Intrinsics;
using static Descent.Kernels.ScratchBuffers;

namespace Descent.Kernels;

/// <summary>
/// The matrix product as blocks of C, each done by one thread: the depth is cut so that a panel of the right factor stays in the first
/// cache, and every panel meets all rows of the block. The blocks after the first continue the sums from C, so cutting changes no bit.
/// </summary>
internal readonly unsafe struct MatrixProductJob<T>(in MatrixProductOperands<T> operands, int rowBlocks, int columnBlocks) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixProductOperands<T> product = operands;

    /// <summary>A panel of three vectors a step then takes 36 KB, and the second cache holds the left factor's rows.</summary>
    private const int MaxDepthBytes = 768;

    /// <summary>With fewer rows a panel is used too few times to be worth copying.</summary>
    private const int MinRowsToPackRight = 48;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var rows = Part(Panels(product.Rows, MatrixProductTile.MaxRows), rowBlocks, tile / columnBlocks);
        var vectors = Part(Panels(product.Columns, Vector512<T>.Count), columnBlocks, tile % columnBlocks);
        var firstRow = Math.Min(rows.Start * MatrixProductTile.MaxRows, product.Rows);
        var rowCount = Math.Min(rows.End * MatrixProductTile.MaxRows, product.Rows) - firstRow;
        var depthBlocks = Panels(product.Depth, MaxDepthBytes / sizeof(T));
        for (var block = 0; block < depthBlocks; block++)
        {
            var depth = Part(product.Depth, depthBlocks, block);
            DepthBlock(firstRow, rowCount, vectors.Start, vectors.End - vectors.Start, depth.Start, depth.End - depth.Start);
        }
    }

    private static int Panels(int count, int size) => (count + size - 1) / size;

    /// <summary>The part numbered <paramref name="index"/> of <paramref name="parts"/> nearly equal ones.</summary>
    private static (int Start, int End) Part(int count, int parts, int index)
        => ((int)((long)count * index / parts), (int)((long)count * (index + 1) / parts));

    private void DepthBlock(int firstRow, int rowCount, int firstVector, int vectorCount, int firstStep, int depth)
    {
        var lanes = Vector512<T>.Count;
        var rowPanels = Panels(rowCount, MatrixProductTile.MaxRows);
        var columnPanels = Panels(vectorCount, MatrixProductTile.MaxVectors);
        var left = product.Left + (firstRow * product.LeftRow) + (firstStep * product.LeftStep);
        var leftPacked = product.LeftRow == 1 && product.LeftStep != 1 && columnPanels > 2 ? Get<T>(Slot.ProductLeft, rowCount * depth) : null;
        var tile = new TileOperands<T> { Depth = depth, Continue = product.Accumulate || firstStep > 0 };
        for (var columnPanel = 0; columnPanel < columnPanels; columnPanel++)
        {
            var part = Part(vectorCount, columnPanels, columnPanel);
            var vectors = part.End - part.Start;
            var column = (firstVector + part.Start) * lanes;
            var columns = Math.Min(vectors * lanes, product.Columns - column);
            SetRight(ref tile, column, columns, vectors * lanes, firstStep, rowCount);
            for (var rowPanel = 0; rowPanel < rowPanels; rowPanel++)
            {
                var (start, end) = Part(rowCount, rowPanels, rowPanel);
                tile.A = left + (start * product.LeftRow);
                tile.ARow = product.LeftRow;
                tile.AStep = product.LeftStep;
                if (leftPacked != null)
                {
                    var packed = leftPacked + (start * (nint)depth);
                    if (columnPanel == 0)
                    {
                        MatrixProductPanel.PackLeft(tile.A, product.LeftStep, packed, end - start, depth);
                    }

                    tile.A = packed;
                    tile.AStep = end - start;
                }

                Tile(ref tile, firstRow + start, end - start, column, columns, vectors);
            }
        }
    }

    /// <summary>Points the tile at the panel of the right factor: in place where it can be read as it lies and few rows use it, else packed.</summary>
    private void SetRight(ref TileOperands<T> tile, int column, int columns, int width, int firstStep, int rowCount)
    {
        var source = product.Right + (column * product.RightColumn) + (firstStep * product.RightStep);
        if (product.RightColumn == 1 && columns == width && rowCount < MinRowsToPackRight)
        {
            tile.B = source;
            tile.BStep = product.RightStep;
            return;
        }

        tile.B = Get<T>(Slot.ProductRight, width * tile.Depth);
        tile.BStep = width;
        MatrixProductPanel.PackRight(source, product.RightColumn, product.RightStep, product.RightEnd, tile.B, columns, width, tile.Depth);
    }

    /// <summary>One tile of C. What is to be done with finished elements (a bias, an activation) belongs here, after the last depth block.</summary>
    private void Tile(ref TileOperands<T> tile, int row, int rows, int column, int columns, int vectors)
    {
        var width = vectors * Vector512<T>.Count;
        var c = product.C + (row * product.CRow) + (column * product.CColumn);
        if (columns == width && product.CColumn == 1)
        {
            tile.C = c;
            tile.CRow = product.CRow;
            MatrixProductTile.Multiply(rows, vectors, tile);
            return;
        }

        tile.C = Get<T>(Slot.ProductTile, rows * width);
        tile.CRow = width;
        if (tile.Continue)
        {
            Copy(c, product.CRow, product.CColumn, tile.C, width, rows, columns);
        }

        MatrixProductTile.Multiply(rows, vectors, tile);
        CopyBack(tile.C, width, c, product.CRow, product.CColumn, rows, columns);
    }

    private static void Copy(T* c, nint cRow, nint cColumn, T* target, int width, int rows, int columns)
    {
        if (cColumn != 1)
        {
            Transposition.Copy(c, cColumn, target, width, columns, rows);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<T>(c + (row * cRow), columns).CopyTo(new Span<T>(target + (row * width), columns));
        }
    }

    private static void CopyBack(T* source, int width, T* c, nint cRow, nint cColumn, int rows, int columns)
    {
        if (cColumn != 1)
        {
            Transposition.Copy(source, width, c, cColumn, rows, columns);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<T>(source + (row * width), columns).CopyTo(new Span<T>(c + (row * cRow), columns));
        }
    }
}
