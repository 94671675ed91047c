namespace Descent;

/// <summary>What the pooling layers share: their options in a specification and their shape rule.</summary>
internal static class PoolingSpecification
{
    public static IReadOnlyList<Option> Window { get; } =
    [
        new Option("kernel", OptionKind.Size, "height and width of the window", "2") { Minimum = 1, Positional = true },
        new Option("stride", OptionKind.Size, "pixels from one window to the next; none: the size of the window", "none") { Minimum = 1 },
        new Option("pad", OptionKind.Size, "rows and columns of padding on each side, at most half the window", "0")
        {
            Minimum = 0, Aliases = ["padding"],
        },
        new Option("ceil", OptionKind.Flag, "whether a last window may hang over the end", "false"),
    ];

    /// <summary>The window along a sequence.</summary>
    public static IReadOnlyList<Option> Window1d { get; } =
    [
        new Option("kernel", OptionKind.Integer, "the length of the window", "2") { Minimum = 1, Positional = true },
        new Option("stride", OptionKind.Integer, "steps from one window to the next; none: the length of the window", "none")
        {
            Minimum = 1,
        },
        new Option("pad", OptionKind.Integer, "padding at each end, at most half the window", "0") { Minimum = 0, Aliases = ["padding"] },
        new Option("ceil", OptionKind.Flag, "whether a last window may hang over the end", "false"),
    ];

    /// <summary>A window along a sequence: of images of one row.</summary>
    public static PoolingOptions Along(int kernel, int? stride, int padding, int dilation = 1, bool ceil = false, bool countPadding = true)
        => new(1, kernel, 1, stride ?? kernel, 0, padding, 1, dilation, ceil, countPadding);

    /// <summary>The options of a window along a sequence from a specification.</summary>
    public static PoolingOptions Read1d(OptionValues values)
        => Along(
            values.Integer("kernel"), values.IsNone("stride") ? null : values.Integer("stride"), values.Integer("pad"),
            ceil: values.Flag("ceil"));

    /// <summary>The shape of a pooled sequence.</summary>
    public static Shape OutputShape1d(PoolingOptions options, Shape input, string layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        SequenceShape.Require(input, layer);
        return new Shape(input[0], options.Output(new Shape(1, input[0], 1, input[1]), layer)[3]);
    }

    /// <summary>The window along a sequence in the words of a specification.</summary>
    public static string Describe1d(PoolingOptions options)
        => Describe(options with
        {
            KernelHeight = options.KernelWidth,
            StrideHeight = options.StrideWidth,
            PaddingHeight = options.PaddingWidth,
        });

    public static PoolingOptions Read(OptionValues values)
    {
        var (kernel, pad) = (values.Size("kernel"), values.Size("pad"));
        var stride = values.IsNone("stride") ? kernel : values.Size("stride");
        return new PoolingOptions(
            kernel.Height, kernel.Width, stride.Height, stride.Width, pad.Height, pad.Width, CeilMode: values.Flag("ceil"));
    }

    public static Shape OutputShape(PoolingOptions options, Shape input, string layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageShape.Require(input, layer);
        return options.Output(input.Prepend(1), layer).Inner();
    }

    public static string Describe(PoolingOptions options)
        => $" {ImageShape.Text(options.KernelHeight, options.KernelWidth)}"
            + (options.StrideHeight == options.KernelHeight && options.StrideWidth == options.KernelWidth
                ? ""
                : $" stride {ImageShape.Text(options.StrideHeight, options.StrideWidth)}")
            + ImageShape.Text("pad", options.PaddingHeight, options.PaddingWidth, 0)
            + (options.CeilMode ? " ceil" : "");
}
