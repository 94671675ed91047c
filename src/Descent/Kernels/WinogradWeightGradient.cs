using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a convolution for its weights of 3 x 3 by minimal filtering, see <see cref="Winograd"/>, from which it follows by the chain
/// rule: Gᵀ [sum over tiles of (A y Aᵀ) ⊙ (Bᵀ d B)] G, for tiles y of 2 x 2 output gradients and d of 4 x 4 inputs. The sum is one matrix
/// product for each of the 16 points of a tile: [outputs, tiles] x [tiles, channels].
/// </summary>
/// <remarks>
/// The batch is cut into units (a band of an image, or some images) and these into chunks. A point's sum is one chain of fused multiply-adds
/// over the tiles of a chunk; chunks are added in order, then G is applied to columns and rows.
/// </remarks>
internal unsafe struct WinogradWeightGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of the points of a unit, to stay in the second-level cache.</summary>
    private const int UnitBytes = 512 * 1024;

    /// <summary>Vectors of tiles that make a chunk, whose sums have to be added to the others'.</summary>
    private const int ChunkVectors = 8;

    private const int EnoughTiles = 16;
    private const int ChannelsPerTile = 64;

    /// <summary>Sizes, and the arrays; BiasResult, unless null, gets the sum of each output channel's gradient.</summary>
    public Convolution2dGeometry Geometry;
    public T* Input, OutputGradient, Result, BiasResult;

    // Made by Run, from shapes only.
    public ChannelsLast Pixels;
    public WinogradTiling Tiling;
    public int ImagesPerUnit, BandRows, Bands, Units, UnitsPerChunk, Chunks;
    public int ChannelBlock, ChannelBlocks, OutBlock, OutBlocks;

    /// <summary>Elements from one row of a cell's sums to the next, from one point to the next, and of the cell.</summary>
    public int SumsRow, SumsPoint, CellLength;

    /// <summary>The sums of each chunk [group, block of output channels, block of channels, point, output channel, channel].</summary>
    public T* Partials;
    public T* BiasPartials;

    /// <summary>Blocks of sums: pairs of a block of output channels and one of channels.</summary>
    public readonly int Cells => Geometry.Groups * OutBlocks * ChannelBlocks;

    /// <summary>Whether it is faster than the plain sum.</summary>
    public static bool Fits(in Convolution2dGeometry geometry)
    {
        if (geometry is not
            {
                KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1,
            })
        {
            return false;
        }

        var tiling = WinogradTiling.Make<T>(geometry.OutHeight, geometry.OutWidth);
        return (long)tiling.Vectors * geometry.Batch >= 2 * ChunkVectors
            && Winograd.Pays<T>(
                in tiling, geometry.OutHeight, geometry.OutWidth, geometry.InChannelsPerGroup, geometry.OutChannelsPerGroup);
    }

    /// <summary>Lays out and runs all tiles, then adds the chunks.</summary>
    public void Run()
    {
        LayOut();
        Partials = Scratch.Rent<T>(ScratchSlots.Weights, (nint)Chunks * Cells * CellLength);
        BiasPartials = BiasResult == null || Chunks == 1
            ? BiasResult
            : Scratch.Rent<T>(ScratchSlots.Bias, (nint)Chunks * Geometry.OutChannels);
        Workers.Run(Chunks * Cells, new WinogradWeightGradientJob<T>(in this));
        Workers.Run(Cells * OutBlock, new WinogradWeightSumJob<T>(in this));
        if (Chunks > 1 && BiasResult != null)
        {
            var sum = new AddChunksJob<T>(BiasPartials, Chunks, Geometry.OutChannels, BiasResult);
            Workers.Run(sum.Tiles, in sum);
        }
    }

    private void LayOut()
    {
        var lanes = Vector512<T>.Count;
        (ChannelBlock, ChannelBlocks) = Cut(Geometry.InChannelsPerGroup);
        (OutBlock, OutBlocks) = Cut(Geometry.OutChannelsPerGroup);
        SumsRow = Ceiling(ChannelBlock, lanes) * lanes;
        SumsPoint = CorrelationLayout.Unalias(OutBlock * SumsRow, sizeof(T));
        CellLength = Winograd.Points * SumsPoint;
        Pixels = new ChannelsLast(in Geometry, SumsRow, false);

        Tiling = WinogradTiling.Make<T>(Geometry.OutHeight, Geometry.OutWidth);
        var vectors = Math.Max(UnitBytes / (Winograd.Points * lanes * (SumsRow + OutBlock) * sizeof(T)), 1);
        var rows = Tiling.Rows;
        Bands = Math.Min(rows, Ceiling(Tiling.Vectors, vectors));
        Tiling.Rows = Ceiling(rows, Bands);
        Bands = Ceiling(rows, Tiling.Rows);
        BandRows = 2 * Tiling.Segments * Tiling.Rows;
        ImagesPerUnit = Bands > 1 ? 1 : Math.Clamp(vectors / Tiling.Vectors, 1, Geometry.Batch);
        Units = Bands * Ceiling(Geometry.Batch, ImagesPerUnit);
        var most = (int)Math.Max(1, (long)Tiling.Vectors * Geometry.Batch * Bands / ChunkVectors);
        UnitsPerChunk = Ceiling(Units, Math.Min(Math.Min(Ceiling(EnoughTiles, Cells), most), Units));
        Chunks = Ceiling(Units, UnitsPerChunk);
    }

    private static (int Size, int Count) Cut(int channels)
    {
        var size = Ceiling(channels, Ceiling(channels, ChannelsPerTile));
        return (size, Ceiling(channels, size));
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
