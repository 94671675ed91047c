using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Minimal filtering for kernels of 3 x 3 (S. Winograd, 1980; A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks",
/// 2015): four outputs, a tile of 2 x 2, of 16 products instead of 36, F(2 x 2, 3 x 3).
/// </summary>
/// <remarks>
/// <para>
/// With a tile d of 4 x 4 inputs and a kernel g of 3 x 3, the outputs are Aᵀ [sum over channels of (G g Gᵀ) ⊙ (Bᵀ d B)] A, where
/// Bᵀ = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1], G = [1 0 0; ½ ½ ½; ½ -½ ½; 0 0 1], Aᵀ = [1 1 1 0; 0 1 -1 -1]. The sum over channels is one
/// matrix product for each of the 16 points of the tile: [outputs, channels] x [channels, tiles].
/// </para>
/// <para>
/// Everything is rounded in one order, for any vector width: G to the columns of g, then to its rows; B to the rows of d, then to its columns;
/// each point is one chain of fused multiply-adds from 0 over increasing channels; A to the rows, then to the columns, from left to right; then
/// + bias. The result differs from the plain sum by some units of its last place, as sums in another order do. It is never further off by more
/// than a small multiple of the plain sum's own bound, but an infinite input gives NaN in all of its tile.
/// </para>
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Points of a tile: products for each pair of channels.</summary>
    public const int Points = 16;

    /// <summary>Taps of the kernel.</summary>
    public const int Taps = 9;

    /// <summary>Points of weights that stay in a second-level cache; if there are more, so many vectors of tiles have to use them.</summary>
    private const int CachedWeights = 1 << 18, VectorsForMore = 4;

    /// <summary>Whether a correlation is faster so: enough channels to pay for what is done before and after the products.</summary>
    public static bool Suits<T>(in Correlation<T> correlation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (correlation.Taps is not { Count: Taps, MaxRow: 2, MaxColumn: 2 }
            || correlation.Planes is not { StepHeight: 1, StepWidth: 1 }
            || correlation.OutColumnStride != 1
            || correlation.OutRowStride != correlation.GridWidth
            || correlation.PlaneLength != correlation.GridHeight * correlation.GridWidth)
        {
            return false;
        }

        double channels = correlation.Channels, outs = correlation.OutChannels;
        var tiles = WinogradTiling.Make<T>(correlation.GridHeight, correlation.GridWidth);
        return (Points * channels * outs <= CachedWeights || (long)correlation.Batch * tiles.Vectors >= VectorsForMore)
            && Pays<T>(in tiles, correlation.GridHeight, correlation.GridWidth, correlation.Channels, correlation.OutChannels);
    }

    /// <summary>Whether the products that are saved outweigh what is done before and after them, and tiles that are none.</summary>
    public static bool Pays<T>(in WinogradTiling tiles, int height, int width, double channels, double outs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Measured, in vectors of multiply-adds for a vector of tiles and a pair of channels: the products take sixteen, what is done to a
        // channel before or after them as long as a hundred; the plain sum takes four times nine for the pixels of as many tiles.
        var filled = (double)height * width / (4 * tiles.Vectors * Vector512<T>.Count);
        return (Points * channels * outs) + (100 * (channels + outs)) < 4 * Taps * channels * outs * filled;
    }
}
