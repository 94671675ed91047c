namespace Descent;

/// <summary>
/// A bank of kernels that moves over images and looks for the same pattern everywhere (cross-correlation, zeros in the padding).
/// </summary>
/// <remarks>
/// Shapes: x [n, in, h, w], weight [out, in / groups, kh, kw], bias [out],
/// y [n, out, floor((h + 2 padding - dilation (kh - 1) - 1) / stride) + 1, likewise]; with "same" padding
/// [n, out, ceil(h / stride), likewise], see <see cref="ConvolutionOptions.IsSame"/>.
/// Source: LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989.
/// </remarks>
public sealed class Conv2d : Layer
{
    private readonly int inputs;
    private readonly ConvolutionOptions options;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    /// <param name="padding">Zeros on all four sides.</param>
    /// <param name="dilation">Pixels between neighbouring taps of the kernel.</param>
    /// <param name="groups">Groups of channels that do not see one another; as many as channels for a depthwise convolution.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <param name="biasInitializer">The bias's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <exception cref="SpecificationException">A size is out of range, or the groups do not divide the channels.</exception>
    public Conv2d(
        int inputs,
        int outputs,
        int kernel,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null)
        : this(
            inputs, outputs, (kernel, kernel), new(stride, stride, padding, padding, dilation, dilation, groups), bias, weightInitializer,
            biasInitializer)
    {
    }

    /// <summary>A convolution whose sizes may differ in height and width.</summary>
    /// <inheritdoc cref="Conv2d(int, int, int, int, int, int, int, bool, Initializer?, Initializer?)"/>
    public Conv2d(
        int inputs,
        int outputs,
        (int Height, int Width) kernel,
        ConvolutionOptions options,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null)
    {
        ConvolutionSpecification.Check(inputs, outputs, kernel, options);
        (this.inputs, this.options) = (inputs, options);
        var shape = new Shape(outputs, inputs / options.Groups, kernel.Height, kernel.Width);
        weight = Add(new Parameter("weight", shape, weightInitializer ?? new UniformFanIn()));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), Fans.Of(shape))) : null;
    }

    /// <summary>How conv describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "conv",
        Aliases = ["conv2d", "convolution"],
        Summary = "Looks for the same small patterns everywhere in an image; stacked, with pooling between, it sees larger and "
            + "larger ones.",
        FormulaText = "y[o, i, j] = b[o] + sum over (c, p, q) of w[o, c, p, q] "
            + "x[c, i stride + p dilation - pad, j stride + q dilation - pad]",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the number of kernels, which are the channels of the output", null)
            {
                Minimum = 1, Positional = true, Aliases = ["channels", "filters"],
            },
            new Option("kernel", OptionKind.Size, "height and width of a kernel", "3") { Minimum = 1, Positional = true },
            .. ConvolutionSpecification.Movement,
            ConvolutionSpecification.Groups,
            .. ConvolutionSpecification.Parameters,
        ],
        Expects = "images [channels, height, width]",
        Source = "LeCun et al., Backpropagation applied to handwritten zip code recognition, Neural Computation 1989",
        Caveats = "Shrinks the image by kernel - 1 unless padded; with 'pad same' it keeps ceil(size / stride) pixels, an odd zero going "
            + "below or right. Strictly a cross-correlation: the kernel is not flipped.",
        Create = options => sample => Make(options, sample),
    };

    /// <summary>The kernels, of shape [out, in / groups, height, width].</summary>
    public Parameter Weight => weight;

    /// <summary>One number for each output channel; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageShape.Require(input, "conv");
        if (input[0] != inputs)
        {
            throw new ShapeException(
                $"conv expects {inputs} channel{(inputs == 1 ? "" : "s")}, the sample {input} has {input[0]}. Make it with "
                + $"{input[0]} input channels.");
        }

        var geometry = options.For(input.Prepend(1), weight.Shape);
        geometry.Validate();
        return new Shape(weight.Shape[0], geometry.OutHeight, geometry.OutWidth);
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"conv {inputs} -> {weight.Shape[0]}, {weight.Shape[2]}x{weight.Shape[3]}"
            + ConvolutionSpecification.Describe(options)
            + (bias is null ? " without bias" : "");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Convolution2d(weight, bias?.Value, options);
    }

    private static Conv2d Make(OptionValues values, Shape sample)
    {
        ImageShape.Require(sample, "conv");
        var (weight, bias) = InitializerOption.Of(values);
        return new Conv2d(
            sample[0], values.Integer("outputs"), values.Size("kernel"),
            ConvolutionSpecification.Read(values, values.Integer("groups")), values.Flag("bias"), weight, bias);
    }
}
