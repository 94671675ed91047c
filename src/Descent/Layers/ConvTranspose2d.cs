namespace Descent;

/// <summary>
/// A convolution run backwards: each number of the input adds its multiple of a kernel to the output, so that images grow.
/// </summary>
/// <remarks>
/// Shapes: x [n, in, h, w], weight [in, out / groups, kh, kw], bias [out],
/// y [n, out, (h - 1) stride - 2 padding + dilation (kh - 1) + more + 1, likewise]; with "same" padding [n, out, h stride, likewise].
/// Source: Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, CVPR 2010.
/// </remarks>
public sealed class ConvTranspose2d : Layer
{
    private readonly int outputs;
    private readonly ConvolutionOptions options;
    private readonly (int Height, int Width) more;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A transposed convolution.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="options">Stride, padding, dilation and groups of the convolution that it turns around.</param>
    /// <param name="more">Rows and columns of the output that are added below and on the right; below the stride or the dilation.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(out / groups kh kw) unless given.</param>
    /// <param name="biasInitializer">The bias's first values; uniform within the same bounds unless given.</param>
    /// <exception cref="SpecificationException">A size is out of range, or the groups do not divide the channels.</exception>
    public ConvTranspose2d(
        int inputs,
        int outputs,
        (int Height, int Width) kernel,
        ConvolutionOptions options,
        (int Height, int Width) more = default,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null)
    {
        ConvolutionSpecification.Check(inputs, outputs, kernel, options);
        (this.outputs, this.options, this.more) = (outputs, options, more);
        var shape = new Shape(inputs, outputs / options.Groups, kernel.Height, kernel.Width);
        weight = Add(new Parameter("weight", shape, weightInitializer ?? new UniformFanIn()));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), Fans.Of(shape))) : null;
    }

    /// <summary>A transposed convolution with a square kernel.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Pixels of the output from one input to the next.</param>
    /// <param name="padding">Rows and columns that are cut off on all four sides.</param>
    /// <exception cref="SpecificationException">A size is out of range.</exception>
    public ConvTranspose2d(int inputs, int outputs, int kernel, int stride = 1, int padding = 0)
        : this(inputs, outputs, (kernel, kernel), new ConvolutionOptions(stride, stride, padding, padding))
    {
    }

    /// <summary>How conv-transpose describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "conv-transpose",
        Aliases = ["conv-transpose2d", "transposed-conv", "deconvolution"],
        Summary = "Makes images larger with trained kernels; the way back up in segmentation networks, autoencoders and generators.",
        FormulaText = "y[o, i stride + p dilation - pad, ...] += w[c, o, p, q] x[c, i, j], and + b[o]",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the channels of the output", null)
            {
                Minimum = 1, Positional = true, Aliases = ["channels", "filters"],
            },
            new Option("kernel", OptionKind.Size, "height and width of a kernel", "3") { Minimum = 1, Positional = true },
            .. ConvolutionSpecification.Movement,
            new Option("output-padding", OptionKind.Size, "rows and columns that are added below and right", "0") { Minimum = 0 },
            ConvolutionSpecification.Groups,
            .. ConvolutionSpecification.Parameters,
        ],
        Expects = "images [channels, height, width]",
        Source = "Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, CVPR 2010",
        Caveats = "A kernel that the stride does not divide leaves a checkered pattern; 'upsample, conv' does not. It is no inverse of a "
            + "convolution. With 'pad same' sizes are multiplied by the stride.",
        Create = values => sample =>
        {
            ImageShape.Require(sample, "conv-transpose");
            var (weight, bias) = InitializerOption.Of(values);
            return new ConvTranspose2d(
                sample[0], values.Integer("outputs"), values.Size("kernel"),
                ConvolutionSpecification.Read(values, values.Integer("groups")),
                values.Size("output-padding"), values.Flag("bias"), weight, bias);
        },
    };

    /// <summary>The kernels, of shape [in, out / groups, height, width].</summary>
    public Parameter Weight => weight;

    /// <summary>One number for each output channel; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageShape.Require(input, "conv-transpose");
        var (w, o) = (weight.Shape, options);
        return input[0] == w[0]
            ? new Shape(
                outputs,
                o.TransposedSize(input[1], w[2], o.StrideHeight, o.PaddingHeight, o.DilationHeight, more.Height),
                o.TransposedSize(input[2], w[3], o.StrideWidth, o.PaddingWidth, o.DilationWidth, more.Width))
            : throw new ShapeException(
                $"conv-transpose expects {w[0]} channel{(w[0] == 1 ? "" : "s")}, the sample {input} has {input[0]}. "
                + $"Make it with {input[0]} input channels.");
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"conv-transpose {weight.Shape[0]} -> {outputs}, {weight.Shape[2]}x{weight.Shape[3]}"
            + ConvolutionSpecification.Describe(options)
            + ImageShape.Text("output-padding", more.Height, more.Width, 0) + (bias is null ? " without bias" : "");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ConvolutionTranspose2d(weight, bias?.Value, options, more);
    }
}
