using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Channel planes copied into scratch pixel by pixel, with zeros for the padding: the inputs of a pixel lie side by side, and so do those
/// of neighbouring taps, so that vectors read them in one piece. A pixel holds its channels or, where these are few, the channels of all
/// rows that the kernel reaches from it.
/// </summary>
internal struct ChannelsLast
{
    /// <summary>Stage rows are whole blocks of a transposition.</summary>
    private const int Block = 8;

    /// <summary>Channels that are copied.</summary>
    public int Channels;

    /// <summary>Rows of channels in a pixel: one, or those of the kernel.</summary>
    public int KernelRows;

    /// <summary>Pixels from one row to the next: those that the kernel reaches.</summary>
    public int Pitch;

    private readonly Convolution2dGeometry geometry;

    /// <summary>Lays out the input of a convolution.</summary>
    public ChannelsLast(in Convolution2dGeometry geometry, int channels, bool folds)
    {
        this.geometry = geometry;
        Channels = channels;
        KernelRows = folds ? geometry.KernelHeight : 1;
        Pitch = ((geometry.OutWidth - 1) * geometry.StrideWidth) + geometry.DilatedWidth;
    }

    /// <summary>Elements from one pixel to the next.</summary>
    public readonly int PixelLength => Channels * KernelRows;

    /// <summary>Elements from one row to the next.</summary>
    public readonly int RowLength => Pitch * PixelLength;

    /// <summary>Elements from the inputs of one row of outputs to those of the next.</summary>
    public readonly int OutRowLength => KernelRows > 1 ? RowLength : geometry.StrideHeight * RowLength;

    /// <summary>Elements that the inputs of some rows of outputs take.</summary>
    public readonly int Length(int rows) => KernelRows > 1 ? rows * RowLength : CopiedRows(rows) * RowLength;

    /// <summary>Elements of the stage that <see cref="Copy"/> needs.</summary>
    public readonly int StageLength(int rows) => KernelRows > 1 ? CopiedRows(rows) * Channels * StagePitch : 0;

    /// <summary>Elements that are written beyond those.</summary>
    public readonly int Overhang => Block * (PixelLength + 1);

    private readonly int StagePitch => Tiling.Groups(geometry.InWidth, Block) * Block;

    private readonly int Begin => Math.Min(geometry.PaddingWidth, Pitch);

    private readonly int Width => Math.Clamp(Pitch - Begin, 0, geometry.InWidth);

    /// <summary>
    /// Copies what <paramref name="rows"/> rows of outputs read, from row <paramref name="first"/> on, of the first
    /// <paramref name="channels"/> planes at an address; other channels of a pixel are left as they are.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly unsafe void Copy<T>(T* source, T* stage, T* target, int channels, int first, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        first = (first * geometry.StrideHeight) - geometry.PaddingHeight;
        if (KernelRows > 1)
        {
            CopyStage(source, stage, channels, first, CopiedRows(rows));
            var width = Tiling.Groups(Width, Block) * Block;
            for (var row = 0; row < rows; row++, target += RowLength, stage += geometry.StrideHeight * Channels * StagePitch)
            {
                CopyPixels(stage, target + (Begin * PixelLength), width);
                ClearSides(target);
            }

            return;
        }

        var plane = (nint)geometry.InHeight * geometry.InWidth;
        for (var row = 0; row < CopiedRows(rows); row++, target += RowLength)
        {
            if (!IsReached(row))
            {
                continue;
            }

            if ((uint)(first + row) >= (uint)geometry.InHeight)
            {
                Clear(target, RowLength);
                continue;
            }

            var from = source + ((nint)(first + row) * geometry.InWidth);
            Transposition.Copy(from, plane, target + (Begin * PixelLength), PixelLength, channels, Width);
            ClearSides(target);
        }
    }

    // The rows of each channel, all channels of a row before the next: what goes into one pixel is then equally far apart.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly unsafe void CopyStage<T>(T* source, T* stage, int channels, int first, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pitch = StagePitch;
        for (var row = first; row < first + rows; row++, stage += Channels * pitch)
        {
            if ((uint)row >= (uint)geometry.InHeight)
            {
                Clear(stage, Channels * pitch);
                continue;
            }

            var from = source + ((nint)row * geometry.InWidth);
            for (var channel = 0; channel < channels; channel++, from += geometry.InHeight * geometry.InWidth)
            {
                PixelRuns.CopyExactly(from, stage + (channel * pitch), geometry.InWidth);
            }
        }
    }

    private readonly unsafe void CopyPixels<T>(T* stage, T* target, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (PixelLength <= TranspositionWide.FewRows && TranspositionWide.IsSupported<T>())
        {
            TranspositionWide.CopyOverhanging((float*)stage, StagePitch, (float*)target, PixelLength, PixelLength, width);
            return;
        }

        Transposition.Copy(stage, StagePitch, target, PixelLength, PixelLength, width);
    }

    private readonly unsafe void ClearSides<T>(T* row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Clear(row, Begin * PixelLength);
        Clear(row + ((Begin + Width) * PixelLength), (Pitch - Begin - Width) * PixelLength);
    }

    // Rows of padded pixels that some rows of outputs reach.
    private readonly int CopiedRows(int rows) => ((rows - 1) * geometry.StrideHeight) + geometry.DilatedHeight;

    // Strides that are larger than the kernel leave rows out.
    private readonly bool IsReached(int row)
    {
        for (var tap = 0; tap < geometry.KernelHeight; tap++)
        {
            var distance = row - (tap * geometry.DilationHeight);
            if (distance >= 0 && distance % geometry.StrideHeight == 0)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Clear<T>(T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; count >= Vector512<T>.Count; count -= Vector512<T>.Count, target += Vector512<T>.Count)
        {
            default(Vector512<T>).Store(target);
        }

        PaddedPlanes.Fill(target, count, T.Zero);
    }
}
