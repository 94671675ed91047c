namespace Descent;

public sealed partial class Tensor
{
    /// <summary>
    /// The convolution (cross-correlation) of sequences [n, in, length] with a weight [out, in / groups, k]: that of images of one row.
    /// </summary>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">One number for each output channel, or null.</param>
    /// <param name="options">Stride, padding and dilation along the width, and groups; those along the height are not used.</param>
    /// <exception cref="ShapeException">The channels differ, or the kernel is longer than the padded sequence.</exception>
    public Tensor Convolution1d(Tensor weight, Tensor? bias = null, ConvolutionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Shape.Rank != 3 || weight.Shape.Rank != 3)
        {
            throw new ShapeException(
                $"convolution: sequences are [n, channels, length] and weights [out, in, length], not {Shape} and {weight.Shape}; "
                + "Reshape them.");
        }

        var along = (options ?? new()) with { StrideHeight = 1, PaddingHeight = 0, DilationHeight = 1 };
        var rows = Reshape(Shape[0], Shape[1], 1, Shape[2]);
        var kernels = weight.Reshape(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]);
        var y = rows.Convolution2d(kernels, bias, along);
        return y.Reshape(y.Shape[0], y.Shape[1], y.Shape[3]);
    }
}
