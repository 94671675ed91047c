using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>How a correlation is cut into tiles and how pixels form vectors; follows from shapes and the register block alone.</summary>
internal struct CorrelationLayout
{
    /// <summary>Bytes of copied planes that a tile aims to keep in the second-level cache.</summary>
    private const int PlanesTarget = 256 * 1024;

    /// <summary>Bytes of points that a tile aims to keep there, and vectors of tiles that it has at least.</summary>
    private const int PointsTarget = 512 * 1024, FewestVectors = 3;

    /// <summary>Multiply-adds that make a tile worth handing out.</summary>
    private const long TileWork = 1 << 20;

    /// <summary>Fewer tiles than this leave a team idle, so work on few images is cut by output channels too.</summary>
    private const int EnoughTiles = 16;

    /// <summary>The register block: output channels, pixel vectors, and pixels in these.</summary>
    public int BlockRows, BlockVectors, BlockWidth;

    /// <summary>Blocks of output channels in a group, and how many of them a tile does.</summary>
    public int Blocks, BlocksPerTile;

    /// <summary>Elements from one copied plane to the next.</summary>
    public int PlaneStride;

    /// <summary>Output rows in a band, bands in an image, and images in a tile.</summary>
    public int BandRows, Bands, ImagesPerTile;

    /// <summary>Images that are copied at once; above 1 only when vectors hold channels.</summary>
    public int ImagesPerCopy;

    /// <summary>How pixels form vectors.</summary>
    public PixelOrder Order;

    /// <summary>Elements of one block's packed weights.</summary>
    public nint PanelLength;

    /// <summary>Elements from one point of a block's weights to the next; for tiles.</summary>
    public int WeightPoint;

    /// <summary>How tiles of 2 x 2 pixels of a band lie in vectors, in that order.</summary>
    public WinogradTiling Tiling;

    /// <summary>Tiles in all, and tiles along each axis: groups, parts of the output channels, blocks of images, bands.</summary>
    public int Tiles, Parts, ImageTiles;

    /// <summary>Which order is fastest; correlations whose planes are split by phase are laid out.</summary>
    public static unsafe PixelOrder ChooseOrder<T>(in Correlation<T> correlation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Winograd.Suits(in correlation))
        {
            return PixelOrder.Tiles;
        }

        var blockRows = CorrelationMicroKernel<T>.Block(correlation.OutChannels).Rows;
        var lanes = Vector512<T>.Count;
        var (width, outs) = (correlation.GridWidth, correlation.OutChannels);
        var byRows = (double)Ceiling(width, lanes) * lanes / width;
        var band = ((correlation.GridHeight - 1) * correlation.Planes.Pitch) + width;
        var flat = (double)Ceiling(band, lanes) * lanes / ((double)correlation.GridHeight * width);
        var pixels = Math.Min(byRows, flat) * Ceiling(outs, blockRows) * blockRows / outs;

        // Measured: writing out transposed takes as long as a depth of about sixteen.
        var depth = correlation.Channels * correlation.Taps.Count;
        var pairs = outs <= lanes && width % 2 == 0;
        var block = pairs ? lanes : 2 * lanes;
        var channels = (double)Ceiling(outs, block) * block / outs * ((pairs ? 1.15 : 1.04) + (16.0 / depth));
        return channels < pixels ? PixelOrder.Channels : byRows <= flat + 0.02 ? PixelOrder.Rows : PixelOrder.Flat;
    }

    /// <summary>Chooses the layout.</summary>
    public static unsafe CorrelationLayout Make<T>(in Correlation<T> correlation, PixelOrder order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (order == PixelOrder.Tiles)
        {
            return MakeTiles(in correlation);
        }

        var planes = correlation.Planes;
        var layout = default(CorrelationLayout);
        layout.Order = order;
        (layout.BlockRows, layout.BlockVectors) = CorrelationMicroKernel<T>.Block(correlation.OutChannels);
        if (layout.Order == PixelOrder.Channels)
        {
            layout.BlockVectors = CorrelationChannelKernel<T>.Vectors(correlation.OutChannels, correlation.Batch * correlation.Groups < 2);
            layout.BlockRows = layout.BlockVectors * Vector512<T>.Count;
        }

        layout.PanelLength = (nint)correlation.Channels * correlation.Taps.Count * layout.BlockRows;
        layout.BlockWidth = layout.BlockVectors * Vector512<T>.Count;
        layout.Blocks = Ceiling(correlation.OutChannels, layout.BlockRows);
        var rowBytes = (long)correlation.Channels * correlation.Phases.Count * planes.Pitch * sizeof(T);
        var copied = (int)Math.Max(PlanesTarget / rowBytes, correlation.CopiedRows(1 + planes.HaloRows));
        var rows = ((copied - correlation.CopiedRows(1)) / correlation.RowStep) + 1;
        layout.Bands = Ceiling(correlation.GridHeight, rows);
        layout.BandRows = Ceiling(correlation.GridHeight, layout.Bands);
        layout.Bands = Ceiling(correlation.GridHeight, layout.BandRows);
        var imageRows = correlation.CopiedRows(layout.BandRows);
        if (layout.Order == PixelOrder.Channels && layout.Bands == 1)
        {
            // As many images as fit would make one or two tiles of a batch of small ones, which leave a team idle.
            var shared = Ceiling(correlation.Batch, EnoughTiles);
            layout.ImagesPerCopy = (int)Math.Clamp(PlanesTarget / (rowBytes * imageRows), 1, shared);
        }
        else
        {
            layout.ImagesPerCopy = 1;
        }

        layout.PlaneStride = Unalias((layout.ImagesPerCopy * imageRows * planes.Pitch) + planes.Pitch, sizeof(T));
        layout.CutTiles(in correlation);
        return layout;
    }

    // As many images as their points fit into the second-level cache, or a band of one; few images are cut into bands for a team.
    private static unsafe CorrelationLayout MakeTiles<T>(in Correlation<T> correlation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var layout = new CorrelationLayout
        {
            Order = PixelOrder.Tiles,
            WeightPoint = Unalias(correlation.Channels * lanes, sizeof(T)),
            BlockRows = lanes,
            Blocks = Ceiling(correlation.OutChannels, lanes),
            ImagesPerCopy = 1,
            Tiling = WinogradTiling.Make<T>(correlation.GridHeight, correlation.GridWidth),
        };
        layout.PanelLength = (nint)Winograd.Points * layout.WeightPoint;
        var held = correlation.Channels + Math.Min(correlation.OutChannels, WinogradTile.BlocksAtOnce * lanes);
        var capacity = Math.Max(PointsTarget / (Winograd.Points * held * lanes * sizeof(T)), FewestVectors);
        var imageWork = (long)correlation.GridHeight * correlation.GridWidth * correlation.Channels * correlation.Taps.Count
            * correlation.OutChannels;
        var shared = (int)Math.Clamp(imageWork / TileWork, 1, Ceiling(EnoughTiles, correlation.Batch));
        var rows = layout.Tiling.Rows;
        layout.Bands = Math.Min(rows, Math.Max(shared, Ceiling(layout.Tiling.Vectors, capacity)));
        layout.Tiling.Rows = Ceiling(rows, layout.Bands);
        layout.Bands = Ceiling(rows, layout.Tiling.Rows);
        layout.BandRows = Math.Min(2 * layout.Tiling.Segments * layout.Tiling.Rows, correlation.GridHeight);
        if (layout.Bands == 1)
        {
            layout.ImagesPerCopy = Math.Clamp(capacity / layout.Tiling.Vectors, 1, Ceiling(correlation.Batch, EnoughTiles));
        }

        layout.CutTiles(in correlation);
        return layout;
    }

    private void CutTiles<T>(in Correlation<T> correlation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var imageWork = (long)BandRows * correlation.GridWidth * correlation.Channels * correlation.Taps.Count * correlation.OutChannels;
        ImagesPerTile = Bands > 1 ? 1 : (int)Math.Clamp(TileWork / Math.Max(imageWork, 1), 1, correlation.Batch);
        ImagesPerTile = Ceiling(Math.Max(ImagesPerTile, ImagesPerCopy), ImagesPerCopy) * ImagesPerCopy;
        ImageTiles = Ceiling(correlation.Batch, ImagesPerTile);
        var tiles = ImageTiles * Bands * correlation.Groups;
        var parts = (int)Math.Clamp(imageWork * ImagesPerTile / TileWork, 1, Math.Min(Ceiling(EnoughTiles, tiles), Blocks));
        BlocksPerTile = Ceiling(Blocks, parts);
        Parts = Ceiling(Blocks, BlocksPerTile);
        Tiles = tiles * Parts;
    }

    /// <summary>
    /// A distance between planes that does not map the same pixel of every channel to the same few lines of the first-level cache.
    /// </summary>
    public static int Unalias(int length, int size)
    {
        var line = 64 / size;
        var lines = Ceiling(length, line);
        return (lines % 8 == 0 ? lines + 1 : lines) * line;
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
