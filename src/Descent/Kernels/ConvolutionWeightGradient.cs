using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a convolution for its weights: a product of output gradients [o, pixels] and inputs [pixels, (c, tap)] that never builds
/// the latter. Pixels run in lanes over copied planes whose rows are one pitch apart, the output gradient being zero between them.
/// The batch is cut into units (a band of an image, or some images) and these into chunks, whose sums are added in order at the end.
/// </summary>
internal unsafe struct ConvolutionWeightGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of a plane's piece in a unit: four rows and their inputs stay in the first-level cache.</summary>
    private const int UnitBytes = 6 * 1024;

    /// <summary>Bytes of all planes that are copied for a unit, to stay in the second-level cache.</summary>
    private const int PlanesTarget = 768 * 1024;

    /// <summary>Elements of all partial sums together.</summary>
    private const int PartialsTarget = 1 << 21;

    private const int EnoughTiles = 16;
    private const int OutChannelsPerTile = 128;

    /// <summary>Planes of inputs in a tile: a channel has one for each phase.</summary>
    private const int InputPlanesPerTile = 128;
    private const int MostChannelsPerTile = 64;

    /// <summary>Sizes, and the arrays; BiasResult, unless null, gets the sum of each output channel's gradient.</summary>
    public Convolution2dGeometry Geometry;
    public T* Input, OutputGradient, Result, BiasResult;

    // Made by Run, from shapes only.
    public PaddedPlanes Planes;
    public KernelTaps Taps;
    public Phases Phases;
    public int ImagesPerUnit, BandRows, Bands, Units, UnitsPerChunk, Chunks, PlaneStride, GradientStride;
    public int ChannelBlock, ChannelBlocks, OutBlock, OutBlocks;

    /// <summary>Whether pixels are gathered without the gaps between rows.</summary>
    public bool Gathers;

    /// <summary>Whether output channels are the columns of a block and inputs its rows.</summary>
    public bool Swapped;
    public T* Partials, BiasPartials;
    public int* ColumnOffsets;

    /// <summary>Lays out and runs all tiles, then adds the chunks.</summary>
    public void Run()
    {
        if (Geometry.Batch == 0)
        {
            new Span<T>(Result, Geometry.WeightLength).Clear();
            new Span<T>(BiasResult, BiasResult == null ? 0 : Geometry.OutChannels).Clear();
            return;
        }

        if (Convolution2d.IsDepthwise(in Geometry))
        {
            new DepthwiseWeightGradient<T>
            {
                Geometry = Geometry,
                Input = Input,
                OutputGradient = OutputGradient,
                Result = Result,
                BiasResult = BiasResult,
            }.Run();
            return;
        }

        Taps = KernelTaps.All(in Geometry);
        Planes = Geometry.InputPlanes();
        Planes.LayOut(Geometry.OutWidth, Taps.MaxRow, Taps.MaxColumn);
        Phases.Number(Planes.StepHeight, Planes.StepWidth, in Taps);
        LayOut();
        ColumnOffsets = Scratch.Rent<int>(ScratchSlots.Offsets, (nint)ChannelBlock * Taps.Count);
        Phases.MakeOffsets(in Planes, in Taps, ChannelBlock, PlaneStride, ColumnOffsets);
        Partials = Chunks == 1 ? Result : Scratch.Rent<T>(ScratchSlots.Weights, (nint)Chunks * Geometry.WeightLength);
        BiasPartials = Chunks == 1 || BiasResult == null
            ? BiasResult : Scratch.Rent<T>(ScratchSlots.Bias, (nint)Chunks * Geometry.OutChannels);
        Workers.Run(Chunks * Geometry.Groups * ChannelBlocks * OutBlocks, new WeightGradientJob<T>(in this));
        if (Chunks > 1)
        {
            var sum = new AddChunksJob<T>(Partials, Chunks, Geometry.WeightLength, Result);
            Workers.Run(sum.Tiles, in sum);
        }

        if (Chunks > 1 && BiasResult != null)
        {
            var sum = new AddChunksJob<T>(BiasPartials, Chunks, Geometry.OutChannels, BiasResult);
            Workers.Run(sum.Tiles, in sum);
        }
    }

    /// <summary>Elements, in whole vectors, that the pixels of <paramref name="rows"/> rows take.</summary>
    public readonly int SegmentLength(int rows)
        => Ceiling(((rows - 1) * Planes.Pitch) + Geometry.OutWidth, Vector512<T>.Count) * Vector512<T>.Count;

    /// <summary>Elements, in whole vectors, that the pixels of a unit take.</summary>
    public readonly int PixelLength(int images, int rows)
        => Gathers
            ? Ceiling(images * rows * Geometry.OutWidth, Vector512<T>.Count) * Vector512<T>.Count
            : images * SegmentLength(rows);

    private void LayOut()
    {
        var (height, channels) = (Geometry.OutHeight, Geometry.InChannelsPerGroup);
        ChannelBlocks = Ceiling(channels, Math.Clamp(InputPlanesPerTile / Phases.Count, 1, MostChannelsPerTile));
        ChannelBlock = Ceiling(channels, ChannelBlocks);
        ChannelBlocks = Ceiling(channels, ChannelBlock);
        OutBlocks = Ceiling(Geometry.OutChannelsPerGroup, OutChannelsPerTile);
        OutBlock = Ceiling(Geometry.OutChannelsPerGroup, OutBlocks);
        OutBlocks = Ceiling(Geometry.OutChannelsPerGroup, OutBlock);
        ChooseProduct();
        var rowBytes = (long)Planes.Pitch * sizeof(T);
        var planes = ((long)ChannelBlock * Phases.Count) + OutBlock;
        var rows = (int)Math.Max(Math.Min(UnitBytes / rowBytes, PlanesTarget / (rowBytes * planes)), 1 + Planes.HaloRows);
        Bands = Ceiling(height, rows);
        BandRows = Ceiling(height, Bands);
        Bands = Ceiling(height, BandRows);
        ImagesPerUnit = Bands > 1 ? 1 : Math.Clamp(rows / (height + Planes.HaloRows), 1, Geometry.Batch);
        ImagesPerUnit = Ceiling(Geometry.Batch, Ceiling(Geometry.Batch, ImagesPerUnit));
        Units = Bands * Ceiling(Geometry.Batch, ImagesPerUnit);
        var wanted = Ceiling(EnoughTiles, Geometry.Groups * ChannelBlocks * OutBlocks);
        var chunks = Math.Min(wanted, Math.Max(1, PartialsTarget / Geometry.WeightLength));
        UnitsPerChunk = Ceiling(Units, Math.Min(chunks, Units));
        Chunks = Ceiling(Units, UnitsPerChunk);
        var copiedRows = (ImagesPerUnit * (BandRows + Planes.HaloRows)) + 1;
        PlaneStride = CorrelationLayout.Unalias((copiedRows * Planes.Pitch) + Vector512<T>.Count, sizeof(T));
        GradientStride = CorrelationLayout.Unalias(PixelLength(ImagesPerUnit, BandRows), sizeof(T));
    }

    private void ChooseProduct()
    {
        // Gathering a row takes about three cycles for two vectors; a vector of products with every output channel, half a cycle for each.
        var (height, width) = (Geometry.OutHeight, Geometry.OutWidth);
        var gathering = 48.0 * Ceiling(width, Vector512<T>.Count) / (width * OutBlock);
        Gathers = (double)SegmentLength(height) / (height * width) > 1 + gathering;

        var (rows, columns) = (WeightGradientMicroKernel<T>.Rows, WeightGradientMicroKernel<T>.Columns);
        var taps = ChannelBlock * Taps.Count;
        Swapped = !Gathers
            && Ceiling(OutBlock, columns) * Ceiling(taps, rows) < Ceiling(OutBlock, rows) * Ceiling(taps, columns);
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
