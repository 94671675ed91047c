using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a convolution for its weights: a product of output gradients [o, pixels] and inputs [pixels, (tap, c)] that never builds
/// the latter. Inputs run in lanes over copied pixels whose channels lie side by side; gradients are read where they are.
/// The batch is cut into units (a band of an image, or some images) and these into chunks. An element's sum is one chain of fused
/// multiply-adds over the pixels of a unit; units, and then chunks, are added in order.
/// </summary>
internal unsafe struct ConvolutionWeightGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of the copied inputs and the gradients of a unit, to stay in the second-level cache.</summary>
    private const int UnitBytes = 160 * 1024;

    /// <summary>Pixels in a unit: more make no difference to the speed, and longer chains are less exact.</summary>
    private const int MostPixels = 1024;

    /// <summary>Elements of all partial sums together.</summary>
    private const int PartialsTarget = 1 << 21;

    private const int EnoughTiles = 16;
    private const int OutChannelsPerTile = 128;
    private const int FewestOutChannelsPerTile = 16;
    private const int ChannelsPerTile = 64;

    /// <summary>Sizes, and the arrays; BiasResult, unless null, gets the sum of each output channel's gradient.</summary>
    public Convolution2dGeometry Geometry;
    public T* Input, OutputGradient, Result, BiasResult;

    // Made by Run, from shapes only.
    public ChannelsLast Layout;
    public KernelRuns Runs;
    public int ImagesPerUnit, BandRows, Bands, Units, UnitsPerChunk, Chunks;
    public int ChannelBlock, ChannelBlocks, OutBlock, OutBlocks;

    /// <summary>The sums of each chunk [output channel, channel block, run, lane]; unless there is only one chunk.</summary>
    public T* Partials;
    public T* BiasPartials;

    /// <summary>Taps of the kernel.</summary>
    public readonly int Taps => Geometry.KernelHeight * Geometry.KernelWidth;

    /// <summary>Elements of an output channel's sums with a block of channels, and with all of them.</summary>
    public readonly int BlockLength => Runs.Count * Runs.Vectors * Vector512<T>.Count;

    public readonly int RowLength => ChannelBlocks * BlockLength;

    /// <summary>Elements of a chunk's sums.</summary>
    public readonly nint ChunkLength => (nint)Geometry.OutChannels * RowLength;

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

        if (WinogradWeightGradient<T>.Fits(in Geometry))
        {
            new WinogradWeightGradient<T>
            {
                Geometry = Geometry,
                Input = Input,
                OutputGradient = OutputGradient,
                Result = Result,
                BiasResult = BiasResult,
            }.Run();
            return;
        }

        if (TapWeightGradient<T>.Fits(in Geometry))
        {
            new TapWeightGradient<T>
            {
                Geometry = Geometry,
                Input = Input,
                OutputGradient = OutputGradient,
                Result = Result,
                BiasResult = BiasResult,
            }.Run();
            return;
        }

        LayOut();
        BiasPartials = BiasResult;
        if (Chunks > 1)
        {
            Partials = Scratch.Rent<T>(ScratchSlots.Weights, Chunks * ChunkLength);
            BiasPartials = BiasResult == null ? null : Scratch.Rent<T>(ScratchSlots.Bias, (nint)Chunks * Geometry.OutChannels);
        }

        Workers.Run(Chunks * Geometry.Groups * ChannelBlocks * OutBlocks, new WeightGradientJob<T>(in this));
        if (Chunks > 1)
        {
            var sum = new WeightGradientSumJob<T>(in this);
            Workers.Run(sum.Tiles, in sum);
        }

        if (Chunks > 1 && BiasResult != null)
        {
            var sum = new AddChunksJob<T>(BiasPartials, Chunks, Geometry.OutChannels, BiasResult);
            Workers.Run(sum.Tiles, in sum);
        }
    }

    private void LayOut()
    {
        var (height, width, channels) = (Geometry.OutHeight, Geometry.OutWidth, Geometry.InChannelsPerGroup);
        ChannelBlocks = Ceiling(channels, ChannelsPerTile);
        ChannelBlock = Ceiling(channels, ChannelBlocks);
        ChannelBlocks = Ceiling(channels, ChannelBlock);
        CutOutChannels(Ceiling(Geometry.OutChannelsPerGroup, OutChannelsPerTile));
        Runs = KernelRuns.Of<T>(in Geometry, ChannelBlock, OutBlock);
        Layout = new ChannelsLast(in Geometry, ChannelBlock, Runs.Folds);

        var rowBytes = ((long)Layout.OutRowLength + (OutBlock * width)) * sizeof(T);
        var rows = (int)Math.Clamp(Math.Min(UnitBytes / rowBytes, MostPixels / width), 1, height * Geometry.Batch);
        Bands = Ceiling(height, rows);
        BandRows = Ceiling(height, Bands);
        Bands = Ceiling(height, BandRows);
        ImagesPerUnit = Bands > 1 ? 1 : Math.Clamp(rows / height, 1, Geometry.Batch);
        ImagesPerUnit = Ceiling(Geometry.Batch, Ceiling(Geometry.Batch, ImagesPerUnit));
        Units = Bands * Ceiling(Geometry.Batch, ImagesPerUnit);

        // Few images are worked on by output channels, although each block of these copies the inputs anew.
        var blocks = EnoughTiles / (Units * Geometry.Groups * ChannelBlocks);
        CutOutChannels(Math.Max(OutBlocks, Math.Min(blocks, Geometry.OutChannelsPerGroup / FewestOutChannelsPerTile)));
        var wanted = Ceiling(EnoughTiles, Geometry.Groups * ChannelBlocks * OutBlocks);
        var chunks = (int)Math.Min(wanted, Math.Max(1, PartialsTarget / ChunkLength));
        UnitsPerChunk = Ceiling(Units, Math.Min(chunks, Units));
        Chunks = Ceiling(Units, UnitsPerChunk);
    }

    private void CutOutChannels(int blocks)
    {
        OutBlock = Ceiling(Geometry.OutChannelsPerGroup, blocks);
        OutBlocks = Ceiling(Geometry.OutChannelsPerGroup, OutBlock);
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
