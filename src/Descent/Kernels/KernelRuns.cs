using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The inputs that an output pixel reads, as runs that lie side by side in <see cref="ChannelsLast"/>: those of a row of the kernel, or of
/// one tap where dilation tears the row apart, each in whole vectors.
/// </summary>
/// <param name="Count">Number of runs.</param>
/// <param name="Taps">Pixels in a run.</param>
/// <param name="Vectors">Vectors in a run.</param>
/// <param name="Folds">Whether a pixel holds the inputs of all rows of the kernel, which then are one row.</param>
internal readonly record struct KernelRuns(int Count, int Taps, int Vectors, bool Folds)
{
    /// <summary>Chooses the runs of a layer, so that few channels fill vectors.</summary>
    public static KernelRuns Of<T>(in Convolution2dGeometry geometry, int channels, int outs)
        where T : unmanaged
    {
        var plain = Make<T>(in geometry, channels, folds: false);
        var folded = Make<T>(in geometry, channels, folds: true);
        if (geometry.DilationHeight > 1)
        {
            return plain;
        }

        // A pixel is copied at about three cycles for a vector, multiplied with every output channel at half a cycle.
        var height = geometry.KernelHeight;
        return folded.Work<T>(channels, height, outs) < plain.Work<T>(channels, height, outs) ? folded : plain;
    }

    /// <summary>The time that a pixel takes, in multiply-adds of a vector.</summary>
    public int Work<T>(int channels, int kernelHeight, int outs)
        where T : unmanaged
        => (Count * Vectors * outs) + (6 * Tiling.Groups(Folds ? kernelHeight * channels : channels, Vector512<T>.Count));

    /// <summary>Where a run begins, from the first tap's inputs.</summary>
    public nint Offset(in Convolution2dGeometry geometry, in ChannelsLast layout, int run)
    {
        var (row, column) = Folds ? (0, run * Taps) : Math.DivRem(run * Taps, geometry.KernelWidth);
        return ((nint)row * geometry.DilationHeight * layout.RowLength) + (column * geometry.DilationWidth * layout.PixelLength);
    }

    private static KernelRuns Make<T>(in Convolution2dGeometry geometry, int channels, bool folds)
        where T : unmanaged
    {
        var (rows, pixel) = folds ? (1, channels * geometry.KernelHeight) : (geometry.KernelHeight, channels);
        var taps = geometry.DilationWidth == 1 ? geometry.KernelWidth : 1;
        return new KernelRuns(
            rows * geometry.KernelWidth / taps, taps, Tiling.Groups(taps * pixel, Vector512<T>.Count), folds);
    }
}
