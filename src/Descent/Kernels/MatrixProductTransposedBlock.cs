using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A block of a product of few rows and a right factor that is stored transposed, which is done while that is read: a linear layer with a
/// small batch, or, turned round, one with few outputs.
/// </summary>
internal static unsafe class MatrixProductTransposedBlock
{
    /// <summary>With more rows it is worth transposing in memory what all of them meet.</summary>
    private const int MaxRows = 3 * MatrixProductTransposedTile.MaxRows;

    /// <summary>With fewer steps for each tile of rows wider tiles, which move their sums less often, are sooner done.</summary>
    private const int MinDepth = 128;

    private const int Columns = MatrixProductTransposedTile.Columns;

    /// <summary>The depth is done in parts of so many steps: the lines of a panel stay in the second cache for all tiles of rows.</summary>
    private const int Steps = 1024;

    /// <summary>Whether this is how a product is best done.</summary>
    internal static bool Suits<T>(in MatrixProductOperands<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => product.RightColumn != 1 && product.Rows <= MaxRows && TranspositionWide.IsSupported<T>()
            && product.Depth >= MinDepth * Tiling.Groups(product.Rows, MatrixProductTransposedTile.MaxRows);

    /// <summary>
    /// Does the steps from <paramref name="firstStep"/> to <paramref name="endStep"/> of <paramref name="rows"/> rows and
    /// <paramref name="width"/> columns, both from their first on; <paramref name="c"/> is the first sum, and the rows of sums, whole vectors,
    /// lie <paramref name="cRow"/> apart.
    /// </summary>
    internal static void Multiply<T>(
        in MatrixProductOperands<T> product,
        int firstRow,
        int rows,
        int firstColumn,
        int width,
        T* c,
        nint cRow,
        int firstStep,
        int endStep,
        bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tiles = Tiling.Groups(rows, MatrixProductTransposedTile.MaxRows);
        var tile = new TileOperands<float> { ARow = product.LeftRow, AStep = product.LeftStep, CRow = cRow };
        for (var step = firstStep; step < endStep; step += Steps)
        {
            tile.Depth = Math.Min(Steps, endStep - step);
            tile.Continue = accumulate || step > firstStep;
            for (var column = 0; column < width; column += Columns)
            {
                SetRight(ref tile, product, firstColumn + column, step, isFirst: step == firstStep);
                for (var index = 0; index < tiles; index++)
                {
                    var start = MatrixProductCut.Boundary(rows, tiles, index);
                    tile.A = (float*)(product.Left + ((firstRow + start) * product.LeftRow) + (step * product.LeftStep));
                    tile.C = (float*)(c + (start * cRow) + column);
                    Multiply(MatrixProductCut.Boundary(rows, tiles, index + 1) - start, tile);
                }
            }
        }
    }

    /// <summary>Points the tile at a panel as it lies; what fills no vector is copied to where there is room for one.</summary>
    private static void SetRight<T>(ref TileOperands<float> tile, in MatrixProductOperands<T> product, int column, int step, bool isFirst)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var columns = product.Columns - column;
        var right = product.Right + (column * product.RightColumn) + step;
        if (columns >= Columns)
        {
            tile.B = (float*)right;
            tile.BStep = product.RightColumn;
            return;
        }

        // One more cache line a column keeps them from falling on the same lines of the cache.
        tile.BStep = Math.Min(Steps, product.Depth) + Vector512<T>.Count;
        var copy = ScratchBuffers.Get<T>(ScratchBuffers.Slot.ProductRight, Columns * tile.BStep);
        Transposition.CopyStrided(right, product.RightColumn, 1, copy, tile.BStep, 1, columns, tile.Depth);
        if (isFirst)
        {
            // No subnormal numbers where there is no column: those are slow.
            new Span<T>(copy + (columns * tile.BStep), (int)((Columns - columns) * tile.BStep)).Clear();
        }

        tile.B = (float*)copy;
    }

    private static void Multiply(int rows, in TileOperands<float> operands)
    {
        var whole = operands.Depth / MatrixProductTransposedTile.Line * MatrixProductTransposedTile.Line;
        if (whole > 0)
        {
            var tile = operands;
            tile.Depth = whole;
            MatrixProductTransposedTile.Multiply(rows, tile);
        }

        if (whole < operands.Depth)
        {
            AddRest(rows, operands, whole);
        }
    }

    /// <summary>Steps that fill no line are transposed in memory first.</summary>
    [SkipLocalsInit]
    private static void AddRest(int rows, in TileOperands<float> operands, int firstStep)
    {
        var panel = stackalloc float[MatrixProductTransposedTile.Line * Columns];
        var tile = operands;
        tile.B = panel;
        tile.BStep = Columns;
        tile.Depth = operands.Depth - firstStep;
        tile.Continue = operands.Continue || firstStep > 0;
        TranspositionWide.Copy(operands.B + firstStep, operands.BStep, panel, Columns, Columns, tile.Depth);
        var parts = Tiling.Groups(rows, MatrixProductTile.MaxRows);
        for (var part = 0; part < parts; part++)
        {
            var (start, end) = (MatrixProductCut.Boundary(rows, parts, part), MatrixProductCut.Boundary(rows, parts, part + 1));
            tile.A = operands.A + (start * operands.ARow) + (firstStep * operands.AStep);
            tile.C = operands.C + (start * operands.CRow);
            MatrixProductTile.Multiply(end - start, 1, tile);
        }
    }
}
