using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Packs the whole right factor of a product for all its blocks of rows: panel after panel, each step after step, as the tile reads them.
/// </summary>
internal readonly unsafe struct MatrixProductPackJob<T>(in MatrixProductOperands<T> operands, T* target) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixProductOperands<T> product = operands;

    /// <summary>The number of parts that the depth is cut into.</summary>
    internal int Tiles => (product.Depth + Steps - 1) / Steps;

    /// <summary>Rows that lie whole in memory are read once by a tile; columns by pieces of whole pages.</summary>
    private int Steps => product.RightColumn == 1 ? 64 : 256;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var first = tile * Steps;
        var steps = Math.Min(Steps, product.Depth - first);
        for (var panel = 0; panel < product.Panels; panel++)
        {
            var (column, width) = (product.PanelStart(panel), product.PanelStart(panel + 1) - product.PanelStart(panel));
            product.PackRight(column, width, first, steps, target + (column * (nint)product.Depth) + (first * (nint)width));
        }
    }
}
