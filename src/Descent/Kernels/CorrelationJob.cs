using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of a correlation: a group, a part of its output channels, some images, a band of rows.</summary>
internal readonly unsafe struct CorrelationJob<T>(in Correlation<T> correlation) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Correlation<T> correlation = correlation;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var layout = ref correlation.Layout;
        (var rest, var band) = Math.DivRem(tile, layout.Bands);
        (rest, var imageTile) = Math.DivRem(rest, layout.ImageTiles);
        var (group, part) = Math.DivRem(rest, layout.Parts);
        var work = new CorrelationTile
        {
            Group = group,
            FirstBlock = part * layout.BlocksPerTile,
            FirstRow = band * layout.BandRows,
        };
        work.EndBlock = Math.Min(work.FirstBlock + layout.BlocksPerTile, layout.Blocks);
        work.Rows = Math.Min(layout.BandRows, correlation.GridHeight - work.FirstRow);
        work.CopiedRows = correlation.CopiedRows(work.Rows);

        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)correlation.Channels * correlation.Phases.Count * layout.PlaneStride);
        var end = Math.Min((imageTile + 1) * layout.ImagesPerTile, correlation.Batch);
        for (var image = imageTile * layout.ImagesPerTile; image < end; image += layout.ImagesPerCopy)
        {
            work.Image = image;
            work.Images = Math.Min(layout.ImagesPerCopy, end - image);
            if (layout.Order == PixelOrder.Tiles)
            {
                var ahead = Next(in work, WinogradTile.Products(in work));
                WinogradTile.Run(in correlation, in work, ref ahead);
                continue;
            }

            CopyPlanes(in work, planes);
            if (layout.Order == PixelOrder.Channels)
            {
                var ahead = Next(in work, CorrelationChannels.Products(in correlation, in work));
                CorrelationChannels.Run(in correlation, in work, planes, ref ahead);
            }
            else
            {
                var ahead = Next(in work, CorrelationDirect.Products(in correlation, in work));
                CorrelationDirect.Run(in correlation, in work, planes, ref ahead);
            }
        }
    }

    // The images after these, which the same thread does more often than not; with bands, it is the same image again.
    private Ahead Next(in CorrelationTile work, int parts)
    {
        var image = work.Image + work.Images;
        var images = Math.Min(work.Images, correlation.Batch - image);
        if (correlation.Layout.Bands > 1 || correlation.Groups > 1 || images <= 0)
        {
            return default;
        }

        nint source = correlation.Planes.SourceHeight * correlation.Planes.SourceWidth * correlation.Channels;
        nint output = correlation.PlaneLength * correlation.OutChannels;
        var ahead = new Ahead(parts);
        ahead.Add(correlation.Source + (image * source), images * source * sizeof(T));
        ahead.Add(correlation.Output + (image * output), images * output * sizeof(T));
        correlation.Epilogue?.ReadsAhead(ref ahead, image * correlation.OutChannels, images * correlation.OutChannels);
        return ahead;
    }

    private void CopyPlanes(in CorrelationTile work, T* planes)
    {
        var sourcePlane = (nint)correlation.Planes.SourceHeight * correlation.Planes.SourceWidth;
        var imageLength = work.CopiedRows * correlation.Planes.Pitch;
        for (var channel = 0; channel < correlation.Channels; channel++)
        {
            for (var phase = 0; phase < correlation.Phases.Count; phase++)
            {
                for (var i = 0; i < work.Images; i++)
                {
                    var plane = ((((nint)(work.Image + i) * correlation.Groups) + work.Group) * correlation.Channels) + channel;
                    correlation.Planes.Copy(
                        correlation.Source + (plane * sourcePlane),
                        planes + ((nint)i * imageLength),
                        correlation.Phases.Rows[phase],
                        correlation.Phases.Columns[phase],
                        work.FirstRow * correlation.RowStep,
                        work.CopiedRows,
                        T.Zero);
                }

                new Span<T>(planes + ((nint)work.Images * imageLength), correlation.Planes.Pitch).Clear();
                planes += correlation.Layout.PlaneStride;
            }
        }
    }
}

/// <summary>What one tile does, for one copy of planes.</summary>
internal struct CorrelationTile
{
    /// <summary>Group and its blocks of output channels.</summary>
    public int Group, FirstBlock, EndBlock;

    /// <summary>Output rows of the band, and rows of each copied plane.</summary>
    public int FirstRow, Rows, CopiedRows;

    /// <summary>Images whose planes are copied, one under another.</summary>
    public int Image, Images;
}
