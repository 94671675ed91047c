namespace Descent.Kernels;

/// <summary>
/// The sizes of a two-dimensional pooling: input [batch, channels, height, width] to output [batch, channels, <see cref="OutHeight"/>,
/// <see cref="OutWidth"/>], row-major, each channel by itself.
/// </summary>
/// <param name="Batch">Number of images.</param>
/// <param name="Channels">Channels of input and output.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideHeight">Rows from one window to the next.</param>
/// <param name="StrideWidth">Columns from one window to the next.</param>
/// <param name="PaddingHeight">Rows of padding above and below; at most half the window.</param>
/// <param name="PaddingWidth">Columns of padding left and right; at most half the window.</param>
/// <param name="DilationHeight">Distance in rows between neighbouring elements of a window; only the maximum knows it.</param>
/// <param name="DilationWidth">Distance in columns between neighbouring elements of a window; only the maximum knows it.</param>
/// <param name="CeilMode">A last window may hang over the end (sizes round up), but may not start in the padding on the right.</param>
/// <param name="CountIncludePadding">Averages divide by the window's size within the padded input, else by the elements of the input in
/// it.</param>
public readonly record struct Pooling2dGeometry(
    int Batch,
    int Channels,
    int InHeight,
    int InWidth,
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
    /// <summary>(height + 2 padding - dilation (kernel - 1) - 1) / stride, rounded down or up, + 1.</summary>
    public int OutHeight => OutSize(InHeight, KernelHeight, StrideHeight, PaddingHeight, DilationHeight);

    /// <summary>(width + 2 padding - dilation (kernel - 1) - 1) / stride, rounded down or up, + 1.</summary>
    public int OutWidth => OutSize(InWidth, KernelWidth, StrideWidth, PaddingWidth, DilationWidth);

    /// <summary>Number of elements of the input.</summary>
    public int InputLength => checked(Batch * Channels * InHeight * InWidth);

    /// <summary>Number of elements of the output.</summary>
    public int OutputLength => checked(Batch * Channels * OutHeight * OutWidth);

    /// <summary>
    /// Throws <see cref="ShapeException"/> if a size is out of range, the window does not fit or the padding is over half the window.
    /// </summary>
    public void Validate()
    {
        if (Batch < 0 || Channels < 1)
        {
            throw new ShapeException(
                $"pooling: {Batch} images of {Channels} channels; the batch must be at least 0 and the channels at least 1.");
        }

        ValidateAxis("height", InHeight, KernelHeight, StrideHeight, PaddingHeight, DilationHeight);
        ValidateAxis("width", InWidth, KernelWidth, StrideWidth, PaddingWidth, DilationWidth);
    }

    /// <summary>Planes of one image's one channel, and how many of them make a tile worth handing out.</summary>
    internal int Planes => Batch * Channels;

    internal int PlanesPerTile => Math.Max(1, 65536 / (InHeight * InWidth));

    internal int Tiles => (Planes + PlanesPerTile - 1) / PlanesPerTile;

    internal (int First, int End) PlanesOf(int tile) => (tile * PlanesPerTile, Math.Min((tile + 1) * PlanesPerTile, Planes));

    internal void CheckLengths(int input, int output)
    {
        Validate();
        Check(input, InputLength, "input", InHeight, InWidth);
        Check(output, OutputLength, "output", OutHeight, OutWidth);
    }

    internal void CheckNotDilated()
    {
        if (DilationHeight != 1 || DilationWidth != 1)
        {
            throw new ShapeException(
                $"average pooling: the dilation is {DilationHeight} x {DilationWidth}; averages have none, use 1 x 1.");
        }
    }

    private int OutSize(int size, int kernel, int stride, int padding, int dilation)
    {
        var room = size + (2 * padding) - (dilation * (kernel - 1)) - 1;
        if (!CeilMode)
        {
            return (room / stride) + 1;
        }

        var count = ((room + stride - 1) / stride) + 1;
        return (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    private void Check(int length, int expected, string what, int height, int width)
    {
        if (length != expected)
        {
            throw new ShapeException(
                $"pooling: the {what} has {length} elements, its shape [{Batch}, {Channels}, {height}, {width}] needs {expected}.");
        }
    }

    private static void ValidateAxis(string axis, int size, int kernel, int stride, int padding, int dilation)
    {
        if (size < 1 || kernel < 1 || stride < 1 || padding < 0 || dilation < 1)
        {
            throw new ShapeException(
                $"pooling: along the {axis} the input is {size}, the kernel {kernel}, the stride {stride}, the padding {padding}, " +
                $"the dilation {dilation}; the padding must be at least 0, the others at least 1.");
        }

        var span = (dilation * ((long)kernel - 1)) + 1;
        if (padding > span / 2)
        {
            throw new ShapeException(
                $"pooling: the padding {padding} along the {axis} is over half the window of {span}, so windows could hold padding only; " +
                $"use at most {span / 2}.");
        }

        if (span > size + (2L * padding))
        {
            throw new ShapeException(
                $"pooling: the window spans {span} along the {axis} (kernel {kernel}, dilation {dilation}) but the padded input has only " +
                $"{size + (2L * padding)} ({size} + 2 x padding {padding}); use a smaller window or more padding.");
        }
    }
}
