using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// What both the forward convolution and its gradient for the input are: every output pixel is a sum over source channels and taps,
/// output[o, i, j] = bias[o] + sum over c, t of weight[o, c, t] source[c, i step + row_t - paddingTop, j step + column_t - paddingLeft],
/// one chain of fused multiply-adds from 0 in increasing (c, t), or tile by tile as <see cref="Winograd"/> tells, with source 0 outside its
/// plane. Outputs may be written with gaps.
/// </summary>
internal unsafe struct Correlation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Weights that are worth sharing out to pack, and points of weights to compute.</summary>
    private const int PackTogether = 1 << 17, TransformTogether = 1 << 15;

    /// <summary>Source planes [batch, groups * channels, height, width] and their layout in scratch.</summary>
    public T* Source;
    public PaddedPlanes Planes;
    public int Batch, Groups, Channels;

    /// <summary>Taps in the order of the sum; weight[o, c, t] of a group lies at o outStride + c channelStride + Taps.Indices[t].</summary>
    public KernelTaps Taps;
    public T* Weight;
    public nint WeightGroupStride, WeightOutStride, WeightChannelStride;
    public T* Bias;

    /// <summary>Output planes of PlaneLength elements; pixel (i, j) lies at OutOffset + i OutRowStride + j OutColumnStride.</summary>
    public T* Output;
    public int OutChannels, GridHeight, GridWidth, PlaneLength, OutOffset, OutRowStride, OutColumnStride;

    /// <summary>Whether it belongs to a depthwise convolution; see <see cref="DepthwiseCorrelation{T}"/>.</summary>
    public bool IsDepthwise;

    /// <summary>What is done with finished outputs, or null; only where the outputs fill their planes.</summary>
    public Epilogue<T>? Epilogue;

    // Made by Run: the layout of tiles (by shape only), packed panels and tables that all tiles share.
    public CorrelationLayout Layout;
    public Phases Phases;

    /// <summary>Rows and columns of a copied plane from one output pixel to the next: 1 where planes are split by phase.</summary>
    public int RowStep, ColumnStep;
    public T* Panels;
    public T* BiasPanels;
    public int* Offsets;

    /// <summary>Rows of a copied plane for so many output rows.</summary>
    public readonly int CopiedRows(int rows) => ((rows - 1) * RowStep) + 1 + Planes.HaloRows;

    /// <summary>Whether there is anything to compute.</summary>
    public readonly bool IsEmpty => Batch == 0 || GridHeight <= 0 || GridWidth <= 0;

    /// <summary>Elements of all packed weights, and of the packed biases.</summary>
    public readonly nint PanelsLength => (nint)Groups * Layout.Blocks * Layout.PanelLength;

    /// <inheritdoc cref="PanelsLength"/>
    public readonly int BiasPanelsLength => Groups * Layout.Blocks * Layout.BlockRows;

    /// <summary>Lays out, packs the weights and runs all tiles.</summary>
    public void Run()
    {
        if (IsEmpty)
        {
            return;
        }

        if (IsDepthwise)
        {
            new DepthwiseCorrelation<T> { Correlation = this }.Run();
            return;
        }

        LayOut();
        Panels = Scratch.Rent<T>(ScratchSlots.Weights, PanelsLength);
        BiasPanels = Scratch.Rent<T>(ScratchSlots.Bias, BiasPanelsLength);
        PackWeights();
        RunTiles();
    }

    /// <summary>Cuts the work, by shape alone.</summary>
    public void LayOut()
    {
        (RowStep, ColumnStep) = (1, 1);
        LayOutPlanes();
        var order = CorrelationLayout.ChooseOrder(in this);
        if (order == PixelOrder.Channels && OutChannels > Vector512<T>.Count && Phases.Count == Planes.StepHeight * Planes.StepWidth)
        {
            // Whoever reads single pixels reads them as well some columns apart: planes whose phases are all read are copied in one piece.
            (RowStep, ColumnStep) = (Planes.StepHeight, Planes.StepWidth);
            (Planes.StepHeight, Planes.StepWidth) = (1, 1);
            LayOutPlanes();
        }

        Layout = CorrelationLayout.Make(in this, order);
    }

    private void LayOutPlanes()
    {
        Planes.LayOut(((GridWidth - 1) * ColumnStep) + 1, Taps.MaxRow, Taps.MaxColumn);
        Phases.Number(Planes.StepHeight, Planes.StepWidth, in Taps);
    }

    /// <summary>Runs all tiles of what is laid out and packed.</summary>
    public void RunTiles()
    {
        if (Layout.Order != PixelOrder.Tiles)
        {
            Offsets = Scratch.Rent<int>(ScratchSlots.Offsets, (nint)Channels * Taps.Count);
            Phases.MakeOffsets(in Planes, in Taps, Channels, Layout.PlaneStride, Offsets);
        }

        Workers.Run(Layout.Tiles, new CorrelationJob<T>(in this));
    }

    /// <summary>Writes the weights and biases into their panels.</summary>
    public readonly void PackWeights()
    {
        var (rows, blocks) = (Layout.BlockRows, Layout.Blocks);
        for (var row = 0; row < BiasPanelsLength; row++)
        {
            var (group, channel) = Math.DivRem(row, blocks * rows);
            BiasPanels[row] = Bias == null || channel >= OutChannels ? T.Zero : Bias[(group * OutChannels) + channel];
        }

        if (Layout.Order == PixelOrder.Tiles)
        {
            PackWith(new WinogradWeightsJob<T>(in this), TransformTogether);
        }
        else
        {
            PackWith(new PackWeightsJob<T>(in this), PackTogether);
        }
    }

    private readonly void PackWith<TJob>(in TJob job, int together)
        where TJob : struct, ITileJob
    {
        if (PanelsLength >= together)
        {
            Workers.Run(Groups * Layout.Blocks, in job);
            return;
        }

        for (var tile = 0; tile < Groups * Layout.Blocks; tile++)
        {
            job.Run(tile);
        }
    }
}
