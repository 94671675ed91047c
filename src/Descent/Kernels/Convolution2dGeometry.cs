namespace Descent.Kernels;

/// <summary>
/// The sizes of a two-dimensional convolution. Input [batch, in, height, width], weight [out, in / groups, kernelHeight, kernelWidth],
/// output [batch, out, <see cref="OutHeight"/>, <see cref="OutWidth"/>], all row-major; padding counts as zeros.
/// </summary>
/// <param name="Batch">Number of images.</param>
/// <param name="InChannels">Channels of the input.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="StrideHeight">Rows that the kernel moves from one output row to the next.</param>
/// <param name="StrideWidth">Columns that the kernel moves from one output column to the next.</param>
/// <param name="PaddingHeight">Rows of zeros above and below the input.</param>
/// <param name="PaddingWidth">Columns of zeros left and right of the input.</param>
/// <param name="DilationHeight">Distance in rows between neighbouring taps of the kernel.</param>
/// <param name="DilationWidth">Distance in columns between neighbouring taps of the kernel.</param>
/// <param name="Groups">Groups of channels that do not see one another; as many groups as channels is the depthwise convolution.</param>
/// <param name="ExtraHeight">Rows of zeros below beyond those of the padding; negative where the last rows are not reached.</param>
/// <param name="ExtraWidth">Columns of zeros on the right beyond those of the padding; negative where the last are not reached.</param>
public readonly record struct Convolution2dGeometry(
    int Batch,
    int InChannels,
    int InHeight,
    int InWidth,
    int OutChannels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PaddingHeight,
    int PaddingWidth,
    int DilationHeight = 1,
    int DilationWidth = 1,
    int Groups = 1,
    int ExtraHeight = 0,
    int ExtraWidth = 0)
{
    /// <summary>floor((height + 2 padding + extra - dilation (kernel - 1) - 1) / stride) + 1.</summary>
    public int OutHeight => OutSize(InHeight + ExtraHeight, KernelHeight, StrideHeight, PaddingHeight, DilationHeight);

    /// <summary>floor((width + 2 padding + extra - dilation (kernel - 1) - 1) / stride) + 1.</summary>
    public int OutWidth => OutSize(InWidth + ExtraWidth, KernelWidth, StrideWidth, PaddingWidth, DilationWidth);

    /// <summary>Number of elements of the input.</summary>
    public int InputLength => checked(Batch * InChannels * InHeight * InWidth);

    /// <summary>Number of elements of the weight.</summary>
    public int WeightLength => checked(OutChannels * (InChannels / Groups) * KernelHeight * KernelWidth);

    /// <summary>Number of elements of the output.</summary>
    public int OutputLength => checked(Batch * OutChannels * OutHeight * OutWidth);

    internal int InChannelsPerGroup => InChannels / Groups;

    internal int OutChannelsPerGroup => OutChannels / Groups;

    internal int DilatedHeight => (DilationHeight * (KernelHeight - 1)) + 1;

    internal int DilatedWidth => (DilationWidth * (KernelWidth - 1)) + 1;

    internal PaddedPlanes InputPlanes() => new()
    {
        SourceHeight = InHeight,
        SourceWidth = InWidth,
        PaddingTop = PaddingHeight,
        PaddingLeft = PaddingWidth,
        StepHeight = StrideHeight,
        StepWidth = StrideWidth,
    };

    /// <summary>
    /// Throws <see cref="ShapeException"/> if a size is out of range, groups do not divide the channels or the kernel does not fit.
    /// </summary>
    public void Validate()
    {
        AtLeast(0, Batch, "batch");
        AtLeast(1, InChannels, "number of input channels");
        AtLeast(1, OutChannels, "number of output channels");
        AtLeast(1, Groups, "number of groups");
        ValidateAxis("height", InHeight, KernelHeight, StrideHeight, PaddingHeight, DilationHeight, ExtraHeight);
        ValidateAxis("width", InWidth, KernelWidth, StrideWidth, PaddingWidth, DilationWidth, ExtraWidth);
        if (InChannels % Groups != 0 || OutChannels % Groups != 0)
        {
            throw new ShapeException(
                $"convolution: {Groups} groups must divide both the {InChannels} input channels and the {OutChannels} output channels; " +
                "choose channel counts that are multiples of the groups.");
        }
    }

    internal void CheckLengths(int input, int weight, int output)
    {
        Validate();
        Check(input, InputLength, "input", Batch, InChannels, InHeight, InWidth);
        Check(weight, WeightLength, "weight", OutChannels, InChannelsPerGroup, KernelHeight, KernelWidth);
        Check(output, OutputLength, "output", Batch, OutChannels, OutHeight, OutWidth);
    }

    private static int OutSize(int size, int kernel, int stride, int padding, int dilation)
        => ((size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;

    private static void Check(int length, int expected, string what, int first, int second, int third, int fourth)
    {
        if (length != expected)
        {
            throw new ShapeException(
                $"convolution: the {what} has {length} elements, its shape [{first}, {second}, {third}, {fourth}] needs {expected}.");
        }
    }

    private static void ValidateAxis(string axis, int size, int kernel, int stride, int padding, int dilation, int extra)
    {
        AtLeast(1, size, "input size", axis);
        AtLeast(1, kernel, "kernel size", axis);
        AtLeast(1, stride, "stride", axis);
        AtLeast(0, padding, "padding", axis);
        AtLeast(1, dilation, "dilation", axis);
        var span = (dilation * ((long)kernel - 1)) + 1;
        if (span > size + (2L * padding) + extra)
        {
            throw new ShapeException(
                $"convolution: the kernel spans {span} along the {axis} (kernel {kernel}, dilation {dilation}) " +
                "but the padded input has only " +
                $"{size + (2L * padding) + extra} ({size} + 2 x padding {padding}{(extra == 0 ? "" : $" + {extra}")}); "
                + "use a smaller kernel or dilation, or more padding.");
        }
    }

    private static void AtLeast(int least, int value, string what, string? axis = null)
    {
        if (value < least)
        {
            var along = axis is null ? "" : $" along the {axis}";
            throw new ShapeException($"convolution: the {what}{along} is {value}, it must be at least {least}.");
        }
    }
}
