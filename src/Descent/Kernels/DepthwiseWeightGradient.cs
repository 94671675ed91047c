using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a depthwise convolution for its weights: for each kernel a few sums over the pixels of its planes, kept in registers,
/// pixels in lanes. Where groups are few the batch is cut into chunks, whose sums are added in order at the end.
/// </summary>
internal unsafe struct DepthwiseWeightGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int EnoughTiles = 16;

    /// <summary>Sizes, and the arrays; BiasResult, unless null, gets the sum of each output channel's gradient.</summary>
    public Convolution2dGeometry Geometry;
    public T* Input, OutputGradient, Result, BiasResult;

    // Made by Run, from shapes only.
    public PaddedPlanes Planes;
    public Phases Phases;
    public int* Offsets;
    public T* Partials;
    public int BandRows, Bands, PlaneStride, Taps, Chunks, ImagesPerChunk, GroupsPerTile;

    /// <summary>Elements of a chunk's sums: all weights, then all biases.</summary>
    public readonly int SumsLength => Geometry.WeightLength + Geometry.OutChannels;

    /// <summary>Lays out and runs all tiles, then adds the chunks.</summary>
    public void Run()
    {
        var taps = KernelTaps.All(in Geometry);
        Taps = taps.Count;
        Planes = Geometry.InputPlanes();
        Planes.LayOut(Geometry.OutWidth, taps.MaxRow, taps.MaxColumn);
        Phases.Number(Planes.StepHeight, Planes.StepWidth, in taps);
        BandRows = DepthwiseCorrelation<T>.RowsInBand(Geometry.OutHeight, in Planes, Phases.Count);
        Bands = Tiling.Groups(Geometry.OutHeight, BandRows);
        PlaneStride = DepthwiseCorrelation<T>.Stride(BandRows, in Planes);
        Offsets = Scratch.Rent<int>(ScratchSlots.Offsets, Taps);
        Phases.MakeOffsets(in Planes, in taps, 1, PlaneStride, Offsets);

        var chunks = Math.Clamp(Tiling.Groups(EnoughTiles, Geometry.Groups), 1, Geometry.Batch);
        ImagesPerChunk = Tiling.Groups(Geometry.Batch, chunks);
        Chunks = Tiling.Groups(Geometry.Batch, ImagesPerChunk);
        Partials = Scratch.Rent<T>(ScratchSlots.Weights, (nint)Chunks * SumsLength);
        var work = (long)Geometry.OutHeight * Geometry.OutWidth * Taps * Geometry.OutChannelsPerGroup * ImagesPerChunk;
        GroupsPerTile = DepthwiseCorrelation<T>.UnitsInTile(work, Geometry.Groups);
        Workers.Run(Chunks * Tiling.Groups(Geometry.Groups, GroupsPerTile), new DepthwiseWeightGradientJob<T>(in this));
        AddChunks();
    }

    private readonly void AddChunks()
    {
        for (var i = 0; i < SumsLength; i++)
        {
            var sum = Partials[i];
            for (var chunk = 1; chunk < Chunks; chunk++)
            {
                sum += Partials[((nint)chunk * SumsLength) + i];
            }

            if (i < Geometry.WeightLength)
            {
                Result[i] = sum;
            }
            else if (BiasResult != null)
            {
                BiasResult[i - Geometry.WeightLength] = sum;
            }
        }
    }
}
