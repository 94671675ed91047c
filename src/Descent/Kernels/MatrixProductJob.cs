using System.Numerics;
using System.Runtime.Intrinsics;
using static Descent.Kernels.ScratchBuffers;

namespace Descent.Kernels;

/// <summary>
/// The matrix product as blocks of C, each done by one thread: the depth is cut so that a panel of the right factor stays in the near
/// caches, the rows so that their part of the left factor does. The parts after the first continue the sums from C: cutting changes no bit.
/// Chains after the first are summed beside C and then added to it.
/// </summary>
internal readonly unsafe struct MatrixProductJob<T>(in MatrixProductOperands<T> operands, int rowBlocks, int columnBlocks) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixProductOperands<T> product = operands;

    /// <summary>
    /// The depth is done in parts of so many bytes: a panel of three vectors a step then takes 192 KB of the second cache. Shorter parts
    /// would bring C from a farther one more often.
    /// </summary>
    private const int DepthBytes = 4096;

    /// <summary>Rows that meet all panels before the next ones do: their part of the left factor takes half of the second cache.</summary>
    private const int RowsTogether = 128;

    /// <summary>With fewer rows a panel is used too few times to be worth copying.</summary>
    private const int MinRowsToPack = 96;

    /// <summary>Steps of the left factor that lie so far apart are copied together; nearer ones are read as fast as they lie.</summary>
    private const int MinStrideBytesToPackLeft = 2048;

    /// <summary>With fewer panels the left factor is used too few times to be worth copying.</summary>
    private const int MinPanelsToPackLeft = 3;

    /// <summary>Finished panels are handed on together while they take no more than this, a quarter of the second cache.</summary>
    private const int FinishBytes = 256 * 1024;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var lanes = Vector512<T>.Count;
        var rows = RowsOf(tile / columnBlocks);
        var (firstVector, lastVector) = Part(product.Vectors, columnBlocks, tile % columnBlocks);
        var column = firstVector * lanes;
        var width = (lastVector - firstVector) * lanes;
        var block = new Block
        {
            Row = rows.Start,
            Rows = rows.End - rows.Start,
            Column = column,
            Columns = Math.Min(width, product.Columns - column),
            Width = width,
        };
        var c = product.C + (block.Row * product.CRow) + (column * product.CColumn);
        block.InPlace = HasFewRows || (product.CColumn == 1 && block.Columns == width);
        block.CRow = block.InPlace ? product.CRow : width;
        block.C = block.InPlace ? c : Get<T>(Slot.ProductResult, block.Rows * (nint)width);
        if (!block.InPlace && product.Accumulate)
        {
            Transposition.CopyStrided(c, product.CRow, product.CColumn, block.C, block.CRow, 1, block.Rows, block.Columns);
        }

        if (IsOneRow && MatrixProductRowChains.Suits<T>(block.Columns, product.Depth))
        {
            MatrixProductRowChains.Multiply(
                product.Left, product.Right + column, product.RightStep, c, block.Columns, product.Depth, product.Accumulate);
            Finish(block, column, column + block.Columns);
            return;
        }

        for (var chain = 0; chain < MatrixProductChains.Count(product.Depth); chain++)
        {
            AddChain(block, chain);
        }

        if (!FinishesPanels)
        {
            Finish(block, column, column + block.Columns);
        }
    }

    private bool IsOneRow => product.RightColumn == 1 && product.Rows == 1;

    /// <summary>Whether there are kernels for one row or a few and for how the factors lie.</summary>
    private bool HasFewRows => IsOneRow || MatrixProductTransposedRow.Suits(product);

    /// <summary>Whether panels are handed on as soon as they are summed.</summary>
    private bool FinishesPanels => MatrixProductChains.Count(product.Depth) == 1 && !HasFewRows && !product.ReadsTransposed;

    private void AddChain(in Block block, int chain)
    {
        var (first, end) = (MatrixProductChains.Start(product.Depth, chain), MatrixProductChains.Start(product.Depth, chain + 1));
        if (chain == 0)
        {
            Multiply(block, first, end, product.Accumulate);
            return;
        }

        var beside = block;
        beside.CRow = block.Width;
        beside.C = Get<T>(Slot.ProductChain, block.Rows * (nint)block.Width);
        Multiply(beside, first, end, accumulate: false);
        MatrixProductChains.Add(block.C, block.CRow, beside.C, beside.CRow, block.Rows, block.Columns);
    }

    /// <summary>Does the steps of one chain.</summary>
    private void Multiply(in Block block, int firstStep, int endStep, bool accumulate)
    {
        if (HasFewRows)
        {
            MultiplyFewRows(block, firstStep, endStep - firstStep, accumulate);
            return;
        }

        if (product.ReadsTransposed)
        {
            MatrixProductTransposedBlock.Multiply(
                product, block.Row, block.Rows, block.Column, block.Width, block.C, block.CRow, firstStep, endStep, accumulate);
            return;
        }

        var parts = Parts(endStep - firstStep, DepthBytes / sizeof(T));
        for (var part = 0; part < parts; part++)
        {
            var (start, end) = Part(endStep - firstStep, parts, part);
            AddDepth(block, firstStep + start, end - start, accumulate || part > 0);
        }
    }

    private static int Parts(int count, int size) => (count + size - 1) / size;

    /// <summary>The part numbered <paramref name="index"/> of <paramref name="parts"/> nearly equal ones.</summary>
    private static (int Start, int End) Part(int count, int parts, int index)
        => (MatrixProductCut.Boundary(count, parts, index), MatrixProductCut.Boundary(count, parts, index + 1));

    /// <summary>A block's rows: whole tiles if it has many of them, else nearly the same number in each.</summary>
    private (int Start, int End) RowsOf(int index)
    {
        const int manyTiles = 6;
        var tiles = Parts(product.Rows, MatrixProductTile.MaxRows);
        if (tiles < manyTiles * rowBlocks || rowBlocks == 1)
        {
            return Part(product.Rows, rowBlocks, index);
        }

        var (start, end) = Part(tiles, rowBlocks, index);
        return (start * MatrixProductTile.MaxRows, Math.Min(end * MatrixProductTile.MaxRows, product.Rows));
    }

    /// <summary>Does steps of one row or of a few.</summary>
    private void MultiplyFewRows(in Block block, int firstStep, int depth, bool accumulate)
    {
        var left = product.Left + (block.Row * product.LeftRow) + (firstStep * product.LeftStep);
        var right = product.Right + (block.Column * product.RightColumn) + (firstStep * product.RightStep);
        if (IsOneRow)
        {
            MatrixProductRow.Multiply(left, right, product.RightStep, block.C, block.Columns, depth, accumulate);
        }
        else
        {
            MatrixProductTransposedRow.Multiply(
                left, product.LeftRow, right, product.RightColumn, block.C, block.CRow, block.Rows, block.Columns, depth, accumulate);
        }
    }

    /// <summary>Adds a part of the depth to a block of C, or begins with it. What the first rows pack serves those after them.</summary>
    private void AddDepth(in Block block, int firstStep, int depth, bool isBegun)
    {
        var count = Parts(block.Rows, RowsTogether);
        var packed = count > 1 ? Get<T>(Slot.ProductRight, block.Width * (nint)depth) : null;
        for (var index = 0; index < count; index++)
        {
            var (start, end) = Part(block.Rows, count, index);
            var rows = block;
            rows.Row += start;
            rows.Rows = end - start;
            rows.C += start * block.CRow;
            AddDepth(rows, block.Rows, packed, index > 0, firstStep, depth, isBegun);
        }
    }

    /// <summary>Adds a part of the depth to rows that are done together; after the last part, finishes the panels.</summary>
    private void AddDepth(in Block block, int rowsInBlock, T* packed, bool isPacked, int firstStep, int depth, bool isBegun)
    {
        var rowPanels = Parts(block.Rows, MatrixProductTile.MaxRows);
        var left = GetLeft(block, rowPanels, firstStep, depth);
        var tile = new TileOperands<T>
        {
            ARow = left.Row,
            CRow = block.CRow,
            Depth = depth,
            Continue = isBegun,
        };
        var isLast = FinishesPanels && firstStep + depth == product.Depth;
        var unfinished = block.Column;
        var column = block.Column;
        var panels = block.Panels;
        for (var panel = 1; panel <= panels; panel++)
        {
            var next = block.Column + (MatrixProductCut.Boundary(block.Width / Vector512<T>.Count, panels, panel) * Vector512<T>.Count);
            var target = packed == null ? null : packed + ((column - block.Column) * (nint)depth);
            SetRight(ref tile, rowsInBlock, target, isPacked, column, next - column, firstStep);
            var start = 0;
            for (var rowPanel = 1; rowPanel <= rowPanels; rowPanel++)
            {
                var end = MatrixProductCut.Boundary(block.Rows, rowPanels, rowPanel);
                tile.A = left.Start + (start * left.Pitch);
                tile.AStep = left.InPanels ? end - start : left.Step;
                tile.C = block.C + (start * block.CRow) + (column - block.Column);
                MatrixProductTile.Multiply(end - start, (next - column) / Vector512<T>.Count, tile);
                start = end;
            }

            if (isLast && (panel == panels || (next - unfinished) * (long)block.Rows * sizeof(T) >= FinishBytes))
            {
                Finish(block, unfinished, Math.Min(next, product.Columns));
                unfinished = next;
            }

            column = next;
        }
    }

    /// <summary>The part of the left factor: as it lies, or packed if its rows lie side by side and its steps far apart.</summary>
    private LeftPart GetLeft(in Block block, int rowPanels, int firstStep, int depth)
    {
        var left = product.Left + (block.Row * product.LeftRow) + (firstStep * product.LeftStep);
        if (product.LeftRow != 1
            || product.LeftStep * sizeof(T) < MinStrideBytesToPackLeft
            || block.Panels < MinPanelsToPackLeft)
        {
            return new() { Start = left, Row = product.LeftRow, Step = product.LeftStep, Pitch = product.LeftRow };
        }

        // Steps that stay empty keep the panels from beginning on the same lines of the cache.
        var pitch = depth + 2;
        var packed = Get<T>(Slot.ProductLeft, block.Rows * (nint)pitch);
        MatrixProductPanel.PackLeft(left, product.LeftStep, packed, block.Rows, rowPanels, depth, pitch);
        return new() { Start = packed, Row = 1, Pitch = pitch, InPanels = true };
    }

    /// <summary>Points the tile at a panel of the right factor: in place where it can be read well as it lies, else packed.</summary>
    private void SetRight(ref TileOperands<T> tile, int rows, T* packed, bool isPacked, int column, int width, int firstStep)
    {
        tile.BStep = width;
        if (product.RightColumn == 1)
        {
            var source = product.Right + column + (firstStep * product.RightStep);
            var lastStep = source + ((tile.Depth - 1) * product.RightStep);
            if (product.RightEnd - lastStep >= width && (rows < MinRowsToPack || !product.RightIsFar))
            {
                tile.B = source;
                tile.BStep = product.RightStep;
                return;
            }
        }

        tile.B = packed == null ? Get<T>(Slot.ProductRight, width * (nint)tile.Depth) : packed;
        if (!isPacked)
        {
            product.PackRight(column, width, firstStep, tile.Depth, tile.B);
        }
    }

    /// <summary>Brings finished columns to their place and hands them to the epilogue.</summary>
    private void Finish(in Block block, int column, int end)
    {
        if (!block.InPlace)
        {
            Transposition.CopyStrided(
                block.C + (column - block.Column),
                block.CRow,
                1,
                product.C + (block.Row * product.CRow) + (column * product.CColumn),
                product.CRow,
                product.CColumn,
                block.Rows,
                end - column);
        }

        product.Finish(block.Row, block.Rows, column, end - column);
    }

    /// <summary>A block of C: where it lies, and where its sums are kept until they are finished.</summary>
    private struct Block
    {
        internal int Row;
        internal int Rows;
        internal int Column;
        internal int Columns;

        /// <summary>The columns rounded up to whole vectors.</summary>
        internal int Width;
        internal bool InPlace;
        internal T* C;
        internal nint CRow;

        /// <summary>The panels that the columns are cut into, of nearly equal width, the widest as wide as a tile.</summary>
        internal readonly int Panels => Parts(Width / Vector512<T>.Count, MatrixProductTile.MaxVectors);
    }

    /// <summary>A part of the left factor, perhaps as panels of rows that lie one after the other.</summary>
    private struct LeftPart
    {
        internal T* Start;
        internal nint Row;
        internal nint Step;

        /// <summary>A tile that begins at a row lies so many elements times the row's number from the start.</summary>
        internal nint Pitch;
        internal bool InPanels;
    }
}
