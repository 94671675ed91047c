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

    /// <summary>The kernel's geometry for an input [n, in, height, width] and a weight [out, in / groups, kh, kw].</summary>
    internal Convolution2dGeometry For(Shape input, Shape weight) => new(
        input[0], input[1], input[2], input[3], weight[0], weight[2], weight[3],
        StrideHeight, StrideWidth, PaddingHeight, PaddingWidth, DilationHeight, DilationWidth, Groups);

    /// <summary>Every number of the output is a sum of as many products as one kernel has taps; both gradients are the same products.</summary>
    internal static double Flops(Shape output, Shape weight) => 2.0 * output.Count * weight.Product(1, weight.Rank);
}
