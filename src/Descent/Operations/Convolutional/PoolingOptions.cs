using Descent.Kernels;

namespace Descent;

/// <summary>The window of a two-dimensional pooling and how it moves.</summary>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideHeight">Rows from one window to the next.</param>
/// <param name="StrideWidth">Columns from one window to the next.</param>
/// <param name="PaddingHeight">Rows of padding above and below; at most half the window.</param>
/// <param name="PaddingWidth">Columns of padding left and right; at most half the window.</param>
/// <param name="DilationHeight">Rows between neighbouring elements of the window; maximum only.</param>
/// <param name="DilationWidth">Columns between neighbouring elements of the window; maximum only.</param>
/// <param name="CeilMode">Whether a last window may hang over the end.</param>
/// <param name="CountIncludePadding">Whether padding counts in the divisor of an average.</param>
public readonly record struct PoolingOptions(
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PaddingHeight = 0,
    int PaddingWidth = 0,
    int DilationHeight = 1,
    int DilationWidth = 1,
    bool CeilMode = false,
    bool CountIncludePadding = true)
{
    /// <summary>A square window whose neighbours touch.</summary>
    public PoolingOptions(int size)
        : this(size, size, size, size)
    {
    }

    /// <summary>Windows side by side that make images of one size of images of another, which it divides.</summary>
    internal static PoolingOptions Into(Shape input, Shape output)
    {
        var (height, width) = (input[2] / output[2], input[3] / output[3]);
        return new PoolingOptions(height, width, height, width);
    }

    /// <summary>The shape of the pooled images.</summary>
    /// <exception cref="ShapeException">The images are not [n, channels, height, width], or the window does not fit.</exception>
    internal Shape Output(Shape input, string operation)
    {
        if (input.Rank != 4)
        {
            throw new ShapeException($"{operation}: images are [n, channels, height, width], not {input}; Reshape them.");
        }

        var geometry = For(input);
        geometry.Validate();
        return new Shape(input[0], input[1], geometry.OutHeight, geometry.OutWidth);
    }

    internal Pooling2dGeometry For(Shape input) => new(
        input[0], input[1], input[2], input[3], KernelHeight, KernelWidth, StrideHeight, StrideWidth,
        PaddingHeight, PaddingWidth, DilationHeight, DilationWidth, CeilMode, CountIncludePadding);
}
