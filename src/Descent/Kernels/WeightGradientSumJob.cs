using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// weights = chunk 0 + chunk 1 + ..., in that order for every element, and moved to the weights' order [o, c, tap]; some output channels a
/// tile.
/// </summary>
internal readonly unsafe struct WeightGradientSumJob<T>(in ConvolutionWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Piece = 16_384;

    private readonly ConvolutionWeightGradient<T> plan = plan;

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(plan.Geometry.OutChannels, OutsPerTile);

    private int OutsPerTile => Math.Max(1, Piece / (plan.RowLength * plan.Chunks));

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var first = tile * OutsPerTile;
        var outs = Math.Min(OutsPerTile, plan.Geometry.OutChannels - first);
        var sums = plan.Partials + ((nint)first * plan.RowLength);
        AddChunksJob<T>.AddVectors(sums, plan.ChunkLength, plan.Chunks, outs * plan.RowLength, sums);
        for (var block = 0; block < plan.ChannelBlocks; block++)
        {
            WeightGradientOrder.Write(in plan, sums + ((nint)block * plan.BlockLength), plan.RowLength, first, outs, block);
        }
    }
}
