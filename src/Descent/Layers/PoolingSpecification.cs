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
