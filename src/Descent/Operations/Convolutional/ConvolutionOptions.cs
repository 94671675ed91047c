using Descent.Kernels;

namespace Descent;

/// <summary>How a two-dimensional convolution moves over its input.</summary>
/// <param name="StrideHeight">Rows from one output row to the next.</param>
/// <param name="StrideWidth">Columns from one output column to the next.</param>
/// <param name="PaddingHeight">Rows of zeros above and below.</param>
/// <param name="PaddingWidth">Columns of zeros left and right.</param>
/// <param name="DilationHeight">Rows between neighbouring taps of the kernel.</param>
/// <param name="DilationWidth">Columns between neighbouring taps of the kernel.</param>
/// <param name="Groups">Groups of channels that do not see one another.</param>
public readonly record struct ConvolutionOptions(
    int StrideHeight = 1,
    int StrideWidth = 1,
    int PaddingHeight = 0,
    int PaddingWidth = 0,
    int DilationHeight = 1,
    int DilationWidth = 1,
    int Groups = 1)
{
    /// <summary>Steps of 1, no padding, no dilation, one group.</summary>
    public ConvolutionOptions()
        : this(1)
    {
    }

    /// <summary>
    /// Whether the padding follows from the sizes so that an output has ceil(n / stride) pixels along each axis, n those of the input:
    /// max((ceil(n / stride) - 1) stride + dilation (kernel - 1) + 1 - n, 0) zeros in all, half of them on each side, the odd one below or
    /// on the right. <see cref="PaddingHeight"/> and <see cref="PaddingWidth"/> are then 0.
    /// </summary>
    /// <remarks>The convention of Keras; with stride 1 it is PyTorch's too, which has no other.</remarks>
    public bool IsSame { get; init; }

    /// <summary>More rows and columns of zeros below and on the right; negative where the last of the input are not reached.</summary>
    internal (int Height, int Width) Extra { get; init; }

    /// <summary>The kernel's geometry for an input [n, in, height, width] and a weight [out, in / groups, kh, kw].</summary>
    internal Convolution2dGeometry For(Shape input, Shape weight)
    {
        var geometry = new Convolution2dGeometry(
            input[0], input[1], input[2], input[3], weight[0], weight[2], weight[3], StrideHeight, StrideWidth, PaddingHeight, PaddingWidth,
            DilationHeight, DilationWidth, Groups, Extra.Height, Extra.Width);
        if (!IsSame)
        {
            return geometry;
        }

        var rows = SamePadding(input[2], weight[2], StrideHeight, DilationHeight);
        var columns = SamePadding(input[3], weight[3], StrideWidth, DilationWidth);
        return geometry with
        {
            PaddingHeight = rows / 2,
            ExtraHeight = rows % 2,
            PaddingWidth = columns / 2,
            ExtraWidth = columns % 2,
        };
    }

    /// <summary>Every number of the output is a sum of as many products as one kernel has taps; both gradients are the same products.</summary>
    internal static double Flops(Shape output, Shape weight) => 2.0 * output.Count * weight.Product(1, weight.Rank);

    /// <summary>The length of an axis of a transposed convolution.</summary>
    /// <exception cref="ShapeException">Nothing is left, or what is added is too much.</exception>
    internal int TransposedSize(int size, int kernel, int stride, int padding, int dilation, int more)
    {
        if (more < 0 || more >= Math.Max(stride, dilation) || (IsSame && more > 0))
        {
            throw new ShapeException(
                $"transposed convolution: {more} more pixels are added; it must be at least 0 and below the stride {stride} "
                + $"or the dilation {dilation}, and 0 where the padding is 'same'.");
        }

        var result = IsSame ? size * stride : ((size - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + more + 1;
        return result > 0
            ? result
            : throw new ShapeException(
                $"transposed convolution: of {size} pixels with padding {padding} nothing is left; use less padding or a larger kernel.");
    }

    private static int SamePadding(int size, int kernel, int stride, int dilation)
        => Math.Max((((size + stride - 1) / stride) - 1) * stride + (dilation * (kernel - 1)) + 1 - size, 0);
}
