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

    /// <summary>A block's part of the left factor, which every panel meets again, takes half of the second cache.</summary>
    private const int LeftBytes = 512 * 1024;

    /// <summary>The shortest and the longest part of the depth: a panel of three vectors a step then takes 72 KB to 384 KB.</summary>
    private const int MinDepthBytes = 1536;

    private const int MaxDepthBytes = 8192;

    /// <summary>With fewer rows a panel is used too few times to be worth copying.</summary>
    private const int MinRowsToPack = 48;

    /// <summary>Steps that lie a page or more apart are copied together; nearer ones are read as fast as they lie.</summary>
    private const int MinStepBytesToPack = 4096;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var lanes = Vector512<T>.Count;
        var panels = Part(Parts(product.Rows, MatrixProductTile.MaxRows), rowBlocks, tile / columnBlocks);
        var vectors = Part(Parts(product.Columns, lanes), columnBlocks, tile % columnBlocks);
        var block = new Block
        {
            Row = panels.Start * MatrixProductTile.MaxRows,
            Rows = Math.Min(panels.End * MatrixProductTile.MaxRows, product.Rows) - (panels.Start * MatrixProductTile.MaxRows),
            Column = vectors.Start * lanes,
            Columns = Math.Min(vectors.End * lanes, product.Columns) - (vectors.Start * lanes),
            Vectors = vectors.End - vectors.Start,
        };
        var c = product.C + (block.Row * product.CRow) + (block.Column * product.CColumn);
        if (product.Rows == 1)
        {
            MatrixProductRow.Multiply(
                product.Left, product.LeftStep, product.Right + block.Column, product.RightStep, c, block.Columns, product.Depth, product.Accumulate);
            product.Finish(block.Row, block.Rows, block.Column, block.Columns);
            return;
        }

        var inPlace = product.CColumn == 1 && block.Columns == block.Vectors * lanes;
        block.CRow = inPlace ? product.CRow : block.Vectors * lanes;
        block.C = inPlace ? c : Get<T>(Slot.ProductResult, block.Rows * block.Vectors * lanes);
        if (!inPlace && product.Accumulate)
        {
            Transposition.CopyStrided(c, product.CRow, product.CColumn, block.C, block.CRow, 1, block.Rows, block.Columns);
        }

        var depthBlocks = Parts(product.Depth, Math.Clamp(LeftBytes / block.Rows, MinDepthBytes, MaxDepthBytes) / sizeof(T));
        for (var index = 0; index < depthBlocks; index++)
        {
            var depth = Part(product.Depth, depthBlocks, index);
            AddDepth(block, depth.Start, depth.End - depth.Start);
        }

        if (!inPlace)
        {
            Transposition.CopyStrided(block.C, block.CRow, 1, c, product.CRow, product.CColumn, block.Rows, block.Columns);
        }

        product.Finish(block.Row, block.Rows, block.Column, block.Columns);
    }

    private static int Parts(int count, int size) => (count + size - 1) / size;

    /// <summary>The part numbered <paramref name="index"/> of <paramref name="parts"/> nearly equal ones.</summary>
    private static (int Start, int End) Part(int count, int parts, int index)
        => ((int)((long)count * index / parts), (int)((long)count * (index + 1) / parts));

    /// <summary>Adds a part of the depth to a block of C, or begins with it.</summary>
    private void AddDepth(in Block block, int firstStep, int depth)
    {
        var rowPanels = Parts(block.Rows, MatrixProductTile.MaxRows);
        var columnPanels = Parts(block.Vectors, MatrixProductTile.MaxVectors);
        var left = product.Left + (block.Row * product.LeftRow) + (firstStep * product.LeftStep);
        var packed = product.LeftRow == 1 && product.LeftStep * sizeof(T) >= MinStepBytesToPack && columnPanels > 2
            ? Get<T>(Slot.ProductLeft, block.Rows * depth)
            : null;
        if (packed != null)
        {
            MatrixProductPanel.PackLeft(left, product.LeftStep, packed, block.Rows, rowPanels, depth);
        }

        var tile = new TileOperands<T>
        {
            ARow = product.LeftRow,
            CRow = block.CRow,
            Depth = depth,
            Continue = product.Accumulate || firstStep > 0,
        };
        for (var columnPanel = 0; columnPanel < columnPanels; columnPanel++)
        {
            var vectors = Part(block.Vectors, columnPanels, columnPanel);
            SetRight(ref tile, block, vectors.Start, vectors.End - vectors.Start, firstStep);
            for (var rowPanel = 0; rowPanel < rowPanels; rowPanel++)
            {
                var (start, end) = Part(block.Rows, rowPanels, rowPanel);
                tile.A = packed != null ? packed + (start * (nint)depth) : left + (start * product.LeftRow);
                tile.AStep = packed != null ? end - start : product.LeftStep;
                tile.C = block.C + (start * block.CRow) + (vectors.Start * Vector512<T>.Count);
                MatrixProductTile.Multiply(end - start, vectors.End - vectors.Start, tile);
            }
        }
    }

    /// <summary>Points the tile at the panel of the right factor: in place where it can be read well as it lies, else packed.</summary>
    private void SetRight(ref TileOperands<T> tile, in Block block, int firstVector, int vectors, int firstStep)
    {
        var width = vectors * Vector512<T>.Count;
        var offset = firstVector * Vector512<T>.Count;
        var source = product.Right + block.Column + offset + (firstStep * product.RightStep);
        var lastStep = source + ((tile.Depth - 1) * product.RightStep);
        if (product.RightEnd - lastStep >= width
            && (block.Rows < MinRowsToPack || product.RightStep * sizeof(T) < MinStepBytesToPack))
        {
            tile.B = source;
            tile.BStep = product.RightStep;
            return;
        }

        tile.B = Get<T>(Slot.ProductRight, width * tile.Depth);
        tile.BStep = width;
        MatrixProductPanel.PackRight(
            source, product.RightStep, product.RightEnd, tile.B, Math.Min(width, block.Columns - offset), width, tile.Depth);
    }

    /// <summary>A block of C: where it lies, and where its sums are kept until they are finished.</summary>
    private struct Block
    {
        internal int Row;
        internal int Rows;
        internal int Column;
        internal int Columns;
        internal int Vectors;
        internal T* C;
        internal nint CRow;
    }
}
