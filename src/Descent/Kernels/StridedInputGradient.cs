using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a strided convolution for its input. Inputs y with (y + padding) mod stride = a meet the taps with (kh dilation) mod
/// stride = a, likewise along columns: each such phase is a correlation of step 1 over the output gradient. All phases of some images are
/// computed by one tile, from one copy of the planes, and put together where they are still in the cache.
/// </summary>
internal unsafe struct StridedInputGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of results that a tile aims to keep in the second-level cache.</summary>
    private const int ResultsTarget = 256 * 1024;

    /// <summary>Multiply-adds that make a tile worth handing out, and tiles that keep a team busy.</summary>
    private const long TileWork = 1 << 20;
    private const int EnoughTiles = 16;

    /// <summary>Sizes, the arrays, and what is done with finished inputs.</summary>
    public Convolution2dGeometry Geometry;
    public T* OutputGradient, Weight, Result;
    public Epilogue<T>? Epilogue;

    // Made by Run, from shapes only.
    public PaddedPlanes Planes;
    public StridedPhase* Phases;
    public int* Offsets;
    public T* Panels;
    public int GridHeight, GridWidth, BlockVectors, BlockRows, Blocks, BlocksPerTile, Parts, PlaneStride;
    public int BandRows, Bands, ImagesPerTile, ImageTiles;

    /// <summary>Number of phases: the product of the strides.</summary>
    public readonly int PhaseCount => Geometry.StrideHeight * Geometry.StrideWidth;

    /// <summary>Elements of the panels of one block of channels, all phases.</summary>
    public readonly nint PanelLength => (nint)Geometry.OutChannelsPerGroup * Geometry.KernelHeight * Geometry.KernelWidth * BlockRows;

    /// <summary>Lays out, packs the weights and runs all tiles.</summary>
    public void Run()
    {
        if (Geometry.Batch == 0)
        {
            return;
        }

        LayOut();
        if (Convolution2d.IsDepthwise(in Geometry))
        {
            RunDepthwise();
            return;
        }

        MakePhases();
        Pack();
        Workers.Run(Geometry.Groups * Parts * ImageTiles * Bands, new StridedInputGradientJob<T>(in this));
    }

    // Plane by plane, pixels in vectors, weights as they lie.
    private void RunDepthwise()
    {
        BandRows = DepthwiseCorrelation<T>.RowsInBand(GridHeight, in Planes, Geometry.OutChannelsPerGroup);
        Bands = Tiling.Groups(GridHeight, BandRows);
        PlaneStride = DepthwiseCorrelation<T>.Stride(BandRows, in Planes);
        MakePhases();
        var work = (long)Geometry.OutHeight * Geometry.OutWidth * Geometry.OutChannelsPerGroup
            * Geometry.KernelHeight * Geometry.KernelWidth;
        var units = Geometry.Batch * Geometry.Groups;
        var unitsPerTile = DepthwiseCorrelation<T>.UnitsInTile(work, units);
        Workers.Run(Tiling.Groups(units, unitsPerTile), new DepthwiseStridedGradientJob<T>(in this, units, unitsPerTile));
    }

    private void LayOut()
    {
        // Phase 0 begins furthest up and left: its padding serves all.
        var reachRow = (Geometry.DilatedHeight - 1) / Geometry.StrideHeight;
        var reachColumn = (Geometry.DilatedWidth - 1) / Geometry.StrideWidth;
        (GridHeight, GridWidth) = (
            Tiling.Groups(Geometry.InHeight, Geometry.StrideHeight), Tiling.Groups(Geometry.InWidth, Geometry.StrideWidth));
        Planes = new PaddedPlanes
        {
            SourceHeight = Geometry.OutHeight,
            SourceWidth = Geometry.OutWidth,
            PaddingTop = reachRow - (Geometry.PaddingHeight / Geometry.StrideHeight),
            PaddingLeft = reachColumn - (Geometry.PaddingWidth / Geometry.StrideWidth),
            StepHeight = 1,
            StepWidth = 1,
        };
        Planes.LayOut(GridWidth, reachRow + 1, reachColumn + 1);
        var (batch, outs) = (Geometry.Batch, Geometry.InChannelsPerGroup);
        BlockVectors = CorrelationChannelKernel<T>.Vectors(outs, batch * Geometry.Groups < 2);
        BlockRows = BlockVectors * Vector512<T>.Count;
        Blocks = Tiling.Groups(outs, BlockRows);
        var rowBytes = (long)GridWidth * PhaseCount * BlockRows * sizeof(T);
        var rows = (int)Math.Clamp(ResultsTarget / rowBytes, 1 + Planes.HaloRows, Math.Max(GridHeight, 1 + Planes.HaloRows));
        Bands = Tiling.Groups(GridHeight, rows);
        BandRows = Tiling.Groups(GridHeight, Bands);
        Bands = Tiling.Groups(GridHeight, BandRows);
        PlaneStride = CorrelationLayout.Unalias((BandRows + Planes.HaloRows + 1) * Planes.Pitch, sizeof(T));

        var work = (long)BandRows * GridWidth * Geometry.OutChannelsPerGroup * Geometry.KernelHeight * Geometry.KernelWidth * outs;
        ImagesPerTile = Bands > 1 ? 1 : (int)Math.Clamp(TileWork / Math.Max(work, 1), 1, batch);
        ImageTiles = Tiling.Groups(batch, ImagesPerTile);
        var tiles = ImageTiles * Bands * Geometry.Groups;
        var parts = (int)Math.Clamp(work * ImagesPerTile / TileWork, 1, Math.Min(Tiling.Groups(EnoughTiles, tiles), Blocks));
        BlocksPerTile = Tiling.Groups(Blocks, parts);
        Parts = Tiling.Groups(Blocks, BlocksPerTile);
    }

    private void MakePhases()
    {
        var (kernel, channels) = (Geometry.KernelHeight * Geometry.KernelWidth, Geometry.OutChannelsPerGroup);
        Phases = Scratch.Rent<StridedPhase>(ScratchSlots.Phases, PhaseCount);
        Offsets = Scratch.Rent<int>(ScratchSlots.Offsets, (nint)2 * channels * kernel);
        int* offsets = Offsets, taps = Scratch.Rent<int>(ScratchSlots.Taps, (nint)2 * kernel);
        var depth = 0;
        for (var index = 0; index < PhaseCount; index++)
        {
            var (firstRow, firstColumn) = Math.DivRem(index, Geometry.StrideWidth);
            var phase = new StridedPhase
            {
                FirstRow = firstRow,
                FirstColumn = firstColumn,
                GridHeight = Math.Max(0, Tiling.Groups(Geometry.InHeight - firstRow, Geometry.StrideHeight)),
                GridWidth = Math.Max(0, Tiling.Groups(Geometry.InWidth - firstColumn, Geometry.StrideWidth)),
                FirstDepth = depth,
            };
            var count = FindTaps(firstRow, firstColumn, taps);
            for (var channel = 0; channel < channels; channel++)
            {
                for (var t = 0; t < count; t++, depth++)
                {
                    offsets[depth] = (channel * PlaneStride) + taps[(2 * t) + 1];

                    // Behind the offsets: which row of the packed kernel belongs to it.
                    offsets[(channels * kernel) + depth] = (channel * kernel) + taps[2 * t];
                }
            }

            phase.Depth = depth - phase.FirstDepth;
            Phases[index] = phase;
        }
    }

    // (index, offset in the copied planes) of each tap that this phase meets.
    private readonly int FindTaps(int firstRow, int firstColumn, int* taps)
    {
        var (strideHeight, strideWidth) = (Geometry.StrideHeight, Geometry.StrideWidth);
        var (i, row) = Math.DivRem(firstRow + Geometry.PaddingHeight, strideHeight);
        var (j, column) = Math.DivRem(firstColumn + Geometry.PaddingWidth, strideWidth);
        var count = 0;
        for (var kh = 0; kh < Geometry.KernelHeight; kh++)
        {
            for (var kw = 0; kw < Geometry.KernelWidth; kw++)
            {
                var (tapRow, tapColumn) = ((kh * Geometry.DilationHeight) - row, (kw * Geometry.DilationWidth) - column);
                if (tapRow >= 0 && tapRow % strideHeight == 0 && tapColumn >= 0 && tapColumn % strideWidth == 0)
                {
                    taps[2 * count] = (kh * Geometry.KernelWidth) + kw;
                    taps[(2 * count) + 1] = Planes.Offset(
                        i - (tapRow / strideHeight) + Planes.PaddingTop, j - (tapColumn / strideWidth) + Planes.PaddingLeft);
                    count++;
                }
            }
        }

        return count;
    }

    // All taps are packed in their order, then the rows of each phase are copied together.
    private void Pack()
    {
        var (channels, outs) = (Geometry.OutChannelsPerGroup, Geometry.InChannelsPerGroup);
        var kernel = Geometry.KernelHeight * Geometry.KernelWidth;
        var blocks = Geometry.Groups * Blocks;
        var packed = Scratch.Rent<T>(ScratchSlots.Weights, 2 * blocks * PanelLength);
        var correlation = new Correlation<T>
        {
            Groups = Geometry.Groups,
            Channels = channels,
            Taps = KernelTaps.All(in Geometry),
            Weight = Weight,
            WeightGroupStride = (nint)channels * outs * kernel,
            WeightOutStride = kernel,
            WeightChannelStride = (nint)outs * kernel,
            OutChannels = outs,
            Panels = packed,
            Layout = new CorrelationLayout { BlockRows = BlockRows, Blocks = Blocks },
        };
        Panels = packed + (blocks * PanelLength);
        var pack = new PackWeightsJob<T>(in correlation);
        var order = Offsets + (channels * kernel);
        for (var block = 0; block < blocks; block++)
        {
            pack.Run(block);
            T* from = packed + (block * PanelLength), to = packed + ((blocks + block) * PanelLength);
            for (var depth = 0; depth < Phases[PhaseCount - 1].FirstDepth + Phases[PhaseCount - 1].Depth; depth++, to += BlockRows)
            {
                PixelRuns.CopyExactly(from + ((nint)order[depth] * BlockRows), to, BlockRows);
            }
        }
    }
}

/// <summary>One phase of <see cref="StridedInputGradient{T}"/>.</summary>
internal struct StridedPhase
{
    /// <summary>The first input row and column of the phase, and how many of each it has.</summary>
    public int FirstRow, FirstColumn, GridHeight, GridWidth;

    /// <summary>Where its (channel, tap) begin in the table of offsets and in a block's panel, and how many there are.</summary>
    public int FirstDepth, Depth;
}
