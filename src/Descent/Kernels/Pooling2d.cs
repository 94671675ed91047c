using System.Numerics;

namespace Descent.Kernels;

/// <summary>Maximum and average pooling and their gradients, see <see cref="Pooling2dGeometry"/> for the shapes.</summary>
public static unsafe class Pooling2d
{
    /// <summary>
    /// output = the maximum of each window, padding counting as -infinity. indices = row * width + column of the maximum in the unpadded
    /// plane;
    /// on a tie the first in row-major order. NaN is larger than all: the first one in a window is its maximum. A window that dilation
    /// leaves
    /// without any element of the input gives -infinity and the index -1. <paramref name="indices"/> may be empty if they are not wanted.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public static void MaxForward<T>(in Pooling2dGeometry geometry, ReadOnlySpan<T> input, Span<T> output, Span<int> indices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(input.Length, output.Length);
        CheckIndices(indices.Length, output.Length, mayBeEmpty: true);
        fixed (T* inputs = input, outputs = output)
        fixed (int* places = indices)
        {
            if (HalvingPoolingJob<T>.Fits(in geometry))
            {
                Workers.Run(geometry.Tiles, new HalvingPoolingJob<T>(in geometry, HalvingPooling.Maximum, inputs, outputs, places));
                return;
            }

            var windows = new PoolingWindows<T>(in geometry);
            Workers.Run(geometry.Tiles, new MaxPoolingJob<T>(in windows, inputs, outputs, places));
        }
    }

    /// <summary>
    /// inputGradient[index] += outputGradient for each output's index from <see cref="MaxForward"/>, from 0, in row-major order of the
    /// outputs.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public static void MaxBackward<T>(
        in Pooling2dGeometry geometry, ReadOnlySpan<T> outputGradient, ReadOnlySpan<int> indices, Span<T> inputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(inputGradient.Length, outputGradient.Length);
        CheckIndices(indices.Length, outputGradient.Length, mayBeEmpty: false);
        fixed (T* gradients = outputGradient, results = inputGradient)
        fixed (int* places = indices)
        {
            if (HalvingPoolingJob<T>.Fits(in geometry))
            {
                var halving = new HalvingPoolingJob<T>(in geometry, HalvingPooling.MaximumGradient, results, gradients, places);
                Workers.Run(geometry.Tiles, in halving);
                return;
            }

            Workers.Run(geometry.Tiles, new MaxPoolingGradientJob<T>(geometry, gradients, places, results));
        }
    }

    /// <summary>
    /// output = the sum of each window, padding counting as 0, over its size: within the padded input, or within the input alone
    /// (<see cref="Pooling2dGeometry.CountIncludePadding"/>); what ceil mode adds beyond the padding never counts.
    /// </summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid or dilated.</exception>
    public static void AverageForward<T>(in Pooling2dGeometry geometry, ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(input.Length, output.Length);
        geometry.CheckNotDilated();
        fixed (T* inputs = input, outputs = output)
        {
            if (HalvingPoolingJob<T>.Fits(in geometry))
            {
                Workers.Run(geometry.Tiles, new HalvingPoolingJob<T>(in geometry, HalvingPooling.Average, inputs, outputs, null));
                return;
            }

            if (PlaneAverageJob<T>.Fits(in geometry))
            {
                AveragePlanes(in geometry, inputs, outputs, isGradient: false);
                return;
            }

            var windows = new PoolingWindows<T>(in geometry);
            Workers.Run(geometry.Tiles, new AveragePoolingJob<T>(in windows, new PoolingDivisors<T>(in geometry), inputs, outputs));
        }
    }

    /// <summary>inputGradient = the sum, over the windows that hold an element, of outputGradient over the window's size.</summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid or dilated.</exception>
    public static void AverageBackward<T>(in Pooling2dGeometry geometry, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        geometry.CheckLengths(inputGradient.Length, outputGradient.Length);
        geometry.CheckNotDilated();
        fixed (T* gradients = outputGradient, results = inputGradient)
        {
            if (HalvingPoolingJob<T>.Fits(in geometry))
            {
                var halving = new HalvingPoolingJob<T>(in geometry, HalvingPooling.AverageGradient, results, gradients, null);
                Workers.Run(geometry.Tiles, in halving);
                return;
            }

            if (PlaneAverageJob<T>.Fits(in geometry))
            {
                AveragePlanes(in geometry, results, gradients, isGradient: true);
                return;
            }

            var job = new AveragePoolingGradientJob<T>(geometry, new PoolingDivisors<T>(in geometry), gradients, results);
            Workers.Run(geometry.Tiles, job);
        }
    }

    private static void AveragePlanes<T>(in Pooling2dGeometry geometry, T* planes, T* averages, bool isGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var job = new PlaneAverageJob<T>(
            planes, averages, geometry.Batch * geometry.Channels, geometry.InHeight * geometry.InWidth, isGradient);
        Tiling.Run(job.Tiles, in job);
    }

    private static void CheckIndices(int length, int outputs, bool mayBeEmpty)
    {
        if (length != outputs && !(mayBeEmpty && length == 0))
        {
            throw new ShapeException($"pooling: there are {length} indices for {outputs} outputs; each output needs one.");
        }
    }
}
