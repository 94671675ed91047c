using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The right factor of many small products, packed once into panels as the tile of the matrix product reads them. Every product is done
/// by the thread that asks for it, and has the bits of <see cref="MatrixProduct"/> where the depth makes one chain.
/// </summary>
internal readonly unsafe struct PackedFactor<T>(T* panels, int depth, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of columns rounded up to whole vectors: the least distance between the rows of a result.</summary>
    public int Width => Tiling.Groups(columns, Vector512<T>.Count) * Vector512<T>.Count;

    /// <summary>The elements that the panels take.</summary>
    public static nint Size(int depth, int columns) => (nint)Tiling.Groups(columns, Vector512<T>.Count) * Vector512<T>.Count * depth;

    /// <summary>Packs a dense factor [depth, columns], or [columns, depth] if transposed; panels are shared among threads.</summary>
    public void Pack(T* source, bool transposed)
        => Tiling.Run(PanelCount, new PackJob(this, source, transposed ? depth : columns, transposed));

    /// <summary>
    /// The factor as it lies, its rows <paramref name="stride"/> elements apart: where rows are whole vectors and are used too few times to be
    /// worth a copy.
    /// </summary>
    public static void MultiplyInPlace(
        T* factor, nint stride, int depth, int columns, T* a, nint aRow, nint aStep, int rows, T* c, nint cRow)
        => new PackedFactor<T>(factor, depth, columns).MultiplyPanels(stride, a, aRow, aStep, rows, c, cRow, accumulate: false);

    /// <summary>Packs a factor whose rows lie <paramref name="stride"/> elements apart, on this thread.</summary>
    public PackedFactor<T> PackRows(T* source, nint stride, bool transposed)
    {
        for (var panel = 0; panel < PanelCount; panel++)
        {
            PackPanel(source, stride, transposed, panel);
        }

        return this;
    }

    /// <summary>
    /// C[r, j] = (C[r, j] or 0) + sum over p of a[r aRow + p aStep] B[p, j] for the rows r; C's rows are <see cref="Width"/> wide or more,
    /// and what lies past the columns is overwritten.
    /// </summary>
    public void Multiply(T* a, nint aRow, int rows, T* c, nint cRow, bool accumulate, nint aStep = 1)
        => MultiplyPanels(0, a, aRow, aStep, rows, c, cRow, accumulate);

    private void MultiplyPanels(nint stride, T* a, nint aRow, nint aStep, int rows, T* c, nint cRow, bool accumulate)
    {
        var rowPanels = Tiling.Groups(rows, MatrixProductTile.MaxRows);
        var panelCount = PanelCount;
        var operands = new TileOperands<T> { ARow = aRow, AStep = aStep, CRow = cRow, Depth = depth, Continue = accumulate };
        for (var panel = 0; panel < panelCount; panel++)
        {
            var (first, vectors) = Vectors(panel);
            operands.B = panels + ((nint)first * Vector512<T>.Count * (stride == 0 ? depth : 1));
            operands.BStep = stride == 0 ? vectors * Vector512<T>.Count : stride;
            for (var rowPanel = 0; rowPanel < rowPanels; rowPanel++)
            {
                var (start, end) = (rows * rowPanel / rowPanels, rows * (rowPanel + 1) / rowPanels);
                operands.A = a + (start * aRow);
                operands.C = c + (start * cRow) + (first * Vector512<T>.Count);
                MatrixProductTile.Multiply(end - start, vectors, operands);
            }
        }
    }

    private int PanelCount => Tiling.Groups(Width / Vector512<T>.Count, MatrixProductTile.MaxVectors);

    private (int First, int Count) Vectors(int panel)
    {
        var vectors = Width / Vector512<T>.Count;
        var first = vectors * panel / PanelCount;
        return (first, (vectors * (panel + 1) / PanelCount) - first);
    }

    private void PackPanel(T* source, nint stride, bool transposed, int panel)
    {
        var (first, vectors) = Vectors(panel);
        var (column, width) = (first * Vector512<T>.Count, vectors * Vector512<T>.Count);
        var target = panels + ((nint)column * depth);
        var filled = Math.Min(width, columns - column);
        if (filled < width)
        {
            new Span<T>(target, width * depth).Clear();
        }

        if (transposed)
        {
            Transposition.Copy(source + (column * stride), stride, target, width, filled, depth);
        }
        else
        {
            Transposition.CopyStrided(source + column, stride, 1, target, width, 1, depth, filled);
        }
    }

    private readonly struct PackJob(PackedFactor<T> factor, T* source, nint stride, bool transposed) : ITileJob
    {
        public void Run(int tile) => factor.PackPanel(source, stride, transposed, tile);
    }
}
