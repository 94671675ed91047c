using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A correlation of many groups with hardly any channels each, such as a depthwise convolution and its gradient for the input: plane by
/// plane, pixels in vectors, with the sums of <see cref="Correlation{T}"/> in the same order. Nothing is packed.
/// </summary>
internal unsafe struct DepthwiseCorrelation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of the copied planes of a unit, to stay in the first-level cache.</summary>
    private const int BandBytes = 20 * 1024;

    /// <summary>Bytes of a source that the second-level caches may hold.</summary>
    private const long NearBytes = 1 << 20;

    /// <summary>Multiply-adds that make a tile worth handing out.</summary>
    private const long TileWork = 1 << 18;

    /// <summary>What is computed; its layout is not used.</summary>
    public Correlation<T> Correlation;

    // Made by Run, from shapes only.
    public VectorPlace* Places;
    public int BandRows, Bands, PlaneStride, UnitsPerTile;

    /// <summary>Vectors in a row of pixels; 0 where vectors run on over the gaps between the rows.</summary>
    public int RowVectors;

    /// <summary>Whether results pass the caches by, and whether what is read next lies further than a core's own caches reach.</summary>
    public bool Streams, AsksAhead;

    /// <summary>Planes of one image and one group: what is copied at once.</summary>
    public readonly int Units => Correlation.Batch * Correlation.Groups;

    /// <summary>Rows of each output plane in a band, so that the copied planes stay in the cache.</summary>
    public static int RowsInBand(int height, in PaddedPlanes planes, int copies)
    {
        var rows = Math.Max((BandBytes / (planes.Pitch * sizeof(T) * copies)) - planes.HaloRows, 1 + planes.HaloRows);
        return Tiling.Groups(height, Tiling.Groups(height, rows));
    }

    /// <summary>From one copied plane to the next, with zeros behind it for vectors that hang over.</summary>
    public static int Stride(int rows, in PaddedPlanes planes)
        => CorrelationLayout.Unalias(((rows + planes.HaloRows + 1) * planes.Pitch) + (2 * Vector512<T>.Count), sizeof(T));

    /// <summary>Units that make a tile worth handing out.</summary>
    public static int UnitsInTile(long workOfUnit, int units) => (int)Math.Clamp(TileWork / Math.Max(workOfUnit, 1), 1, Math.Max(units, 1));

    /// <summary>Lays out and runs all tiles.</summary>
    public void Run()
    {
        var (height, width) = (Correlation.GridHeight, Correlation.GridWidth);
        Correlation.Planes.LayOut(width, Correlation.Taps.MaxRow, Correlation.Taps.MaxColumn);
        Correlation.Phases.Number(Correlation.Planes.StepHeight, Correlation.Planes.StepWidth, in Correlation.Taps);
        BandRows = RowsInBand(height, in Correlation.Planes, Correlation.Channels * Correlation.Phases.Count);
        Bands = Tiling.Groups(height, BandRows);
        PlaneStride = Stride(BandRows, in Correlation.Planes);
        Correlation.Offsets = Scratch.Rent<int>(ScratchSlots.Offsets, (nint)Correlation.Channels * Correlation.Taps.Count);
        Correlation.Phases.MakeOffsets(in Correlation.Planes, in Correlation.Taps, Correlation.Channels, PlaneStride, Correlation.Offsets);
        ListVectors(width);
        var elements = (long)Units * Correlation.Channels * Correlation.Planes.SourceHeight * Correlation.Planes.SourceWidth;
        AsksAhead = elements * sizeof(T) > NearBytes;
        Streams = RowVectors > 0
            && Streaming.Suits(Correlation.Output, Units * Correlation.OutChannels * Correlation.PlaneLength, Correlation.Source);
        var work = (long)height * width * Correlation.Taps.Count * Correlation.Channels * Correlation.OutChannels;
        UnitsPerTile = UnitsInTile(work, Units);
        Workers.Run(Tiling.Groups(Units, UnitsPerTile), new DepthwiseCorrelationJob<T>(in this));
    }

    // Rows that fill their vectors badly run on into the next row, which costs one more copy.
    private void ListVectors(int width)
    {
        var (lanes, pitch) = (Vector512<T>.Count, Correlation.Planes.Pitch);
        RowVectors = Tiling.Groups(width, lanes);
        if (RowVectors * lanes > 1.25 * pitch)
        {
            RowVectors = 0;
        }

        var (rows, length, step) = RowVectors > 0 ? (BandRows, width, width) : (1, ((BandRows - 1) * pitch) + width, 0);
        Places = Scratch.Rent<VectorPlace>(ScratchSlots.VectorPlaces, (nint)rows * Tiling.Groups(length, lanes));
        DepthwiseVectors.ListRows<T>(Places, rows, length, pitch, step > 0 ? step : Tiling.Groups(length, lanes) * lanes);
    }
}
