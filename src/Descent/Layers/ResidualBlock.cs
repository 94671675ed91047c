namespace Descent;

/// <summary>
/// The basic block of a residual network: y = relu(bn2(conv2(relu(bn1(conv1(x))))) + s(x)), both convolutions 3 x 3. Where the block changes
/// the number of channels or the size, s is a 1 x 1 convolution with batch normalisation, else the identity.
/// </summary>
/// <remarks>
/// Shapes: x [n, inputs, h, w], y [n, outputs, h / stride, w / stride], rounded up. Parameters as torchvision names them: <c>conv1</c>,
/// <c>bn1</c>, <c>conv2</c>, <c>bn2</c>, <c>downsample.0</c>, <c>downsample.1</c>.
/// Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016, option B.
/// </remarks>
public sealed class ResidualBlock : Layer
{
    private readonly int outputs;
    private readonly int stride;
    private readonly Conv2d first;
    private readonly BatchNorm firstNorm;
    private readonly Conv2d second;
    private readonly BatchNorm secondNorm;
    private readonly Sequential? downsample;

    /// <summary>A basic block.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="stride">Pixels from one output of the first convolution to the next: 2 halves the image.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public ResidualBlock(int inputs, int outputs, int stride = 1)
    {
        (this.outputs, this.stride) = (outputs, stride);
        first = Add("conv1", new Conv2d(inputs, outputs, 3, stride, 1, bias: false, weightInitializer: new He()));
        firstNorm = Add("bn1", new BatchNorm(outputs));
        second = Add("conv2", new Conv2d(outputs, outputs, 3, 1, 1, bias: false, weightInitializer: new He()));
        secondNorm = Add("bn2", new BatchNorm(outputs));
        downsample = stride == 1 && inputs == outputs ? null : Add("downsample", new Sequential(
            new Conv2d(inputs, outputs, 1, stride, bias: false, weightInitializer: new He()), new BatchNorm(outputs)));
    }

    /// <summary>How residual describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "residual",
        Aliases = ["residual-block", "basic-block"],
        Summary = "Two convolutions with a way around them, so that gradients reach the first layers of networks of any depth.",
        FormulaText = "y = relu(bn(conv(relu(bn(conv(x))))) + s(x)), s the identity or a 1x1 projection",
        Options =
        [
            new Option("outputs", OptionKind.Integer, "the channels of the output", null)
            {
                Minimum = 1, Positional = true, Aliases = ["channels", "filters"],
            },
            new Option("stride", OptionKind.Integer, "2 halves the image", "1") { Minimum = 1, Positional = true },
        ],
        Expects = "images [channels, height, width]",
        Source = "He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016",
        Caveats = "Contains batch normalisation: training and evaluation differ, and batches must hold more than one image of one pixel.",
        Create = options => sample => sample.Rank == 3
            ? new ResidualBlock(sample[0], options.Integer("outputs"), options.Integer("stride"))
            : throw new ShapeException($"residual takes images [channels, height, width], not samples {sample}. Put a reshape before it."),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => first.OutputShape(input);

    /// <inheritdoc/>
    public override string Describe() => $"residual {outputs}{(stride > 1 ? $" stride {stride}" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        var hidden = firstNorm.Forward(first.Forward(input, pass), pass).Relu();
        var through = secondNorm.Forward(second.Forward(hidden, pass), pass);
        return (through + (downsample?.Forward(input, pass) ?? input)).Relu();
    }
}
