namespace Descent;

/// <summary>
/// A bank of kernels that moves along sequences and looks for the same pattern everywhere (cross-correlation, zeros in the padding).
/// </summary>
/// <remarks>
/// Shapes: x [n, in, length], weight [out, in / groups, k], bias [out],
/// y [n, out, floor((length + 2 padding - dilation (k - 1) - 1) / stride) + 1]; with "same" padding [n, out, ceil(length / stride)], see
/// <see cref="ConvolutionOptions.IsSame"/>. Source: Waibel et al., 1989.
/// </remarks>
public sealed class Conv1d : Layer
{
    private readonly int inputs;
    private readonly ConvolutionOptions options;
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A convolution along sequences.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">The length of the kernel.</param>
    /// <param name="stride">Steps from one output to the next.</param>
    /// <param name="padding">Zeros at both ends.</param>
    /// <param name="dilation">Steps between neighbouring taps of the kernel.</param>
    /// <param name="groups">Groups of channels that do not see one another; as many as channels for a depthwise convolution.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <exception cref="SpecificationException">A size is out of range, or the groups do not divide the channels.</exception>
    public Conv1d(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true)
        : this(inputs, outputs, kernel, new ConvolutionOptions(1, stride, 0, padding, 1, dilation, groups), bias)
    {
    }

    /// <summary>A convolution along sequences, with "same" padding or initializers.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">The length of the kernel.</param>
    /// <param name="options">Stride, padding and dilation along the width, and groups; those along the height are not used.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="weightInitializer">The weight's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <param name="biasInitializer">The bias's first values; uniform within 1/sqrt(fan in) unless given.</param>
    /// <exception cref="SpecificationException">A size is out of range, or the groups do not divide the channels.</exception>
    public Conv1d(
        int inputs,
        int outputs,
        int kernel,
        ConvolutionOptions options,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null)
    {
        this.options = options with { StrideHeight = 1, PaddingHeight = 0, DilationHeight = 1 };
        ConvolutionSpecification.Check(inputs, outputs, (1, kernel), this.options);
        this.inputs = inputs;
        var shape = new Shape(outputs, inputs / options.Groups, kernel);
        weight = Add(new Parameter("weight", shape, weightInitializer ?? new UniformFanIn()));
        this.bias = bias ? Add(new Parameter("bias", new Shape(outputs), biasInitializer ?? new UniformFanIn(), Fans.Of(shape))) : null;
    }

    /// <summary>How conv1d describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "conv1d",
        Aliases = ["convolution1d"],
        Summary = "Looks for the same short patterns everywhere in a sequence, such as a sound or a row of measurements.",
        FormulaText = "y[o, i] = b[o] + sum over (c, p) of w[o, c, p] x[c, i stride + p dilation - pad]",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the number of kernels, which are the channels of the output", null)
            {
                Minimum = 1, Positional = true, Aliases = ["channels", "filters"],
            },
            new Option("kernel", OptionKind.Integer, "the length of a kernel", "3") { Minimum = 1, Positional = true },
            .. ConvolutionSpecification.Movement1d,
            ConvolutionSpecification.Groups,
            .. ConvolutionSpecification.Parameters,
        ],
        Expects = "sequences [channels, length]",
        Source = "Waibel, Hanazawa, Hinton, Shikano and Lang, Phoneme recognition using time-delay neural networks, IEEE 1989",
        Caveats = "Channels come first: put 'permute 2x1' before it where each step's features lie together. With 'pad same' it keeps "
            + "ceil(length / stride) steps, an odd zero going to the end.",
        Create = values => sample =>
        {
            SequenceShape.Require(sample, "conv1d");
            var (weight, bias) = InitializerOption.Of(values);
            return new Conv1d(
                sample[0], values.Integer("outputs"), values.Integer("kernel"),
                ConvolutionSpecification.Read1d(values, values.Integer("groups")), values.Flag("bias"), weight, bias);
        },
    };

    /// <summary>The kernels, of shape [out, in / groups, length].</summary>
    public Parameter Weight => weight;

    /// <summary>One number for each output channel; null without bias.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SequenceShape.Require(input, "conv1d");
        if (input[0] != inputs)
        {
            throw new ShapeException(
                $"conv1d expects {inputs} channel{(inputs == 1 ? "" : "s")}, the sample {input} has {input[0]}. "
                + $"Make it with {input[0]} input channels.");
        }

        var geometry = options.For(new Shape(1, inputs, 1, input[1]), new Shape(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]));
        geometry.Validate();
        return new Shape(weight.Shape[0], geometry.OutWidth);
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"conv1d {inputs} -> {weight.Shape[0]}, {weight.Shape[2]}" + ConvolutionSpecification.Describe1d(options)
            + (bias is null ? " without bias" : "");

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Convolution1d(weight, bias?.Value, options);
    }
}
