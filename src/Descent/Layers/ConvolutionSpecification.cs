namespace Descent;

/// <summary>What the convolutions share: their options in a specification, and the checks of their sizes.</summary>
internal static class ConvolutionSpecification
{
    private const string Same = "same";

    /// <summary>How a kernel moves over images.</summary>
    public static IReadOnlyList<Option> Movement { get; } = Moves(OptionKind.Size, "rows and columns of zeros on each side");

    /// <summary>How a kernel moves along a sequence.</summary>
    public static IReadOnlyList<Option> Movement1d { get; } = Moves(OptionKind.Integer, "zeros at each end");

    /// <summary>The groups.</summary>
    public static Option Groups { get; } =
        new("groups", OptionKind.Integer, "groups of channels that do not see one another", "1") { Minimum = 1 };

    /// <summary>Bias and first values.</summary>
    public static IReadOnlyList<Option> Parameters { get; } =
        [new("bias", OptionKind.Flag, "whether a bias is added", "true"), InitializerOption.Option];

    /// <summary>The options from a specification; a single number stands for height and width.</summary>
    public static ConvolutionOptions Read(OptionValues values, int groups)
    {
        var (stride, dilation, pad) = (values.Size("stride"), values.Size("dilation"), PaddingOf(values));
        return new ConvolutionOptions(stride.Height, stride.Width, pad.Height, pad.Width, dilation.Height, dilation.Width, groups)
        {
            IsSame = values.Text("pad") == Same,
        };
    }

    /// <summary>The options of a convolution along a sequence from a specification.</summary>
    public static ConvolutionOptions Read1d(OptionValues values, int groups)
        => new(1, values.Integer("stride"), 0, PaddingOf(values).Width, 1, values.Integer("dilation"), groups)
        {
            IsSame = values.Text("pad") == Same,
        };

    /// <summary>The options in the words of a specification; nothing where they are the usual ones.</summary>
    public static string Describe(ConvolutionOptions options)
        => ImageShape.Text("stride", options.StrideHeight, options.StrideWidth, 1)
            + (options.IsSame ? " pad same" : ImageShape.Text("pad", options.PaddingHeight, options.PaddingWidth, 0))
            + ImageShape.Text("dilation", options.DilationHeight, options.DilationWidth, 1)
            + (options.Groups == 1 ? "" : $" groups {options.Groups}");

    /// <inheritdoc cref="Describe(ConvolutionOptions)"/>
    public static string Describe1d(ConvolutionOptions options)
        => Describe(options with
        {
            StrideHeight = options.StrideWidth,
            PaddingHeight = options.PaddingWidth,
            DilationHeight = options.DilationWidth,
        });

    /// <summary>Refuses sizes that no convolution has.</summary>
    /// <exception cref="SpecificationException">
    /// A size is out of range, the groups do not divide the channels, or two paddings are given.
    /// </exception>
    public static void Check(int inputs, int outputs, (int Height, int Width) kernel, ConvolutionOptions options)
    {
        AtLeast(1, Math.Min(inputs, outputs), "channel of input and output");
        AtLeast(1, Math.Min(kernel.Height, kernel.Width), "row and column of the kernel");
        AtLeast(1, Math.Min(options.StrideHeight, options.StrideWidth), "pixel of stride");
        AtLeast(0, Math.Min(options.PaddingHeight, options.PaddingWidth), "rows of padding");
        AtLeast(1, Math.Min(options.DilationHeight, options.DilationWidth), "pixel of dilation");
        AtLeast(1, options.Groups, "group");
        if (inputs % options.Groups != 0 || outputs % options.Groups != 0)
        {
            throw new SpecificationException(
                $"conv: {options.Groups} groups must divide both the {inputs} input and the {outputs} output channels.");
        }

        if (options.IsSame && (options.PaddingHeight > 0 || options.PaddingWidth > 0))
        {
            throw new SpecificationException(
                $"conv: the padding is 'same' and also {options.PaddingHeight} x {options.PaddingWidth}; leave one of the two out.");
        }
    }

    private static (int Height, int Width) PaddingOf(OptionValues values)
        => values.Text("pad") is Same or "valid" ? (0, 0) : values.Size("pad");

    private static Option[] Moves(OptionKind kind, string padding) =>
    [
        new("stride", kind, "pixels from one output to the next", "1") { Minimum = 1 },
        new("pad", kind, padding + "; same: as many as keep ceil(size / stride) pixels; valid: none", "0")
        {
            Minimum = 0, Aliases = ["padding"], Choices = [Same, "valid"],
        },
        new("dilation", kind, "pixels between neighbouring taps of a kernel", "1") { Minimum = 1 },
    ];

    private static void AtLeast(int least, int value, string what)
    {
        if (value < least)
        {
            throw new SpecificationException($"A convolution needs at least {least} {what}, not {value}.");
        }
    }
}
