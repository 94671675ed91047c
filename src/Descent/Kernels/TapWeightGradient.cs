using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The gradient of a convolution of few input channels for its weights: output channels in lanes, a sum for each tap. The gradients are
/// copied with the channels of a pixel side by side, the inputs as rows with zeros at their ends, all channels of a row before the next.
/// An element's sum is one chain of fused multiply-adds over the pixels of a band of an image. Bands, and then chunks of these, are added
/// in order.
/// </summary>
internal unsafe struct TapWeightGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Chunks of a small batch, and of one with this many multiply-adds; each begins with an image not asked for.</summary>
    private const int FewChunks = 8, ManyChunks = 16, ManyWork = 1 << 24;

    /// <summary>Pixels in a band: their gradients stay in the first-level cache.</summary>
    private const int BandPixels = 256;

    /// <summary>Fewest pixels of an image: sums are written to memory after each image.</summary>
    private const int FewestPixels = 64;

    /// <summary>Sizes, and the arrays; BiasResult, unless null, gets the sum of each output channel's gradient.</summary>
    public Convolution2dGeometry Geometry;
    public T* Input, OutputGradient, Result, BiasResult;

    // Made by Run, from shapes only.
    public int BandRows, Bands, BandsPerChunk, BandChunks, ImagesPerChunk, Chunks, LaneBlocks;
    public T* Partials;

    /// <summary>Rows of the kernel in all channels.</summary>
    public readonly int Lines => Geometry.InChannels * Geometry.KernelHeight;

    /// <summary>Vectors of sums for a vector of output channels: one for each tap, then the bias's.</summary>
    public readonly int Sums => (Lines * Geometry.KernelWidth) + 1;

    /// <summary>Elements of a chunk's sums.</summary>
    public readonly nint ChunkLength => (nint)LaneBlocks * Sums * Vector512<T>.Count;

    /// <summary>Elements of a copied row: those that the kernel reaches.</summary>
    public readonly int Pitch => ((Geometry.OutWidth - 1) * Geometry.StrideWidth) + Geometry.KernelWidth;

    /// <summary>Whether this takes clearly fewer multiply-adds than inputs in lanes, which read half as much for each.</summary>
    public static bool Fits(in Convolution2dGeometry geometry)
    {
        if (geometry is not { Groups: 1, DilationHeight: 1, DilationWidth: 1, KernelWidth: <= TapMicroKernel.MaxColumns }
            || geometry.OutHeight * geometry.OutWidth < FewestPixels)
        {
            return false;
        }

        // A vector of gradients is copied at about the time of four multiply-adds.
        var (outs, taps) = (geometry.OutChannels, geometry.InChannels * geometry.KernelHeight * geometry.KernelWidth);
        var here = Tiling.Groups(outs, Vector512<T>.Count) * (taps + 4);
        var runs = KernelRuns.Of<T>(in geometry, geometry.InChannels, outs);
        return 1.05 * here < runs.Work<T>(geometry.InChannels, geometry.KernelHeight, outs);
    }

    /// <summary>Lays out and runs all tiles, then adds the chunks.</summary>
    public void Run()
    {
        Bands = Tiling.Groups(Geometry.OutHeight, Math.Max(1, BandPixels / Geometry.OutWidth));
        BandRows = Tiling.Groups(Geometry.OutHeight, Bands);
        Bands = Tiling.Groups(Geometry.OutHeight, BandRows);
        LaneBlocks = Tiling.Groups(Geometry.OutChannels, Vector512<T>.Count);
        var chunks = (long)Geometry.OutputLength * (Sums - 1) >= ManyWork ? ManyChunks : FewChunks;
        ImagesPerChunk = Tiling.Groups(Geometry.Batch, chunks);
        Chunks = Tiling.Groups(Geometry.Batch, ImagesPerChunk);
        BandsPerChunk = Tiling.Groups(Bands, Tiling.Groups(chunks, Chunks));
        BandChunks = Tiling.Groups(Bands, BandsPerChunk);
        Chunks *= BandChunks;
        Partials = Scratch.Rent<T>(ScratchSlots.Weights, Chunks * ChunkLength);
        Workers.Run(Chunks, new TapWeightGradientJob<T>(in this));
        AddChunksJob<T>.AddVectors(Partials, ChunkLength, Chunks, ChunkLength, Partials);
        var (lanes, sums) = (Vector512<T>.Count, Sums);
        for (var block = 0; block < LaneBlocks; block++)
        {
            Write(Partials + ((nint)block * sums * lanes), block * lanes, Math.Min(lanes, Geometry.OutChannels - (block * lanes)));
        }
    }

    // Sums [row of the kernel, c, column of the kernel] to weights [c, row, column].
    private readonly void Write(T* sums, int channel, int channels)
    {
        var (height, width, taps) = (Geometry.KernelHeight, Geometry.KernelWidth, Sums - 1);
        var result = Result + ((nint)channel * taps);
        for (var row = 0; row < height; row++)
        {
            for (var input = 0; input < Geometry.InChannels; input++, sums += width * Vector512<T>.Count)
            {
                var to = result + (((input * height) + row) * width);
                Transposition.Copy(sums, Vector512<T>.Count, to, taps, width, channels);
            }
        }

        if (BiasResult != null)
        {
            PixelRuns.CopyExactly(sums, BiasResult + channel, channels);
        }
    }
}
