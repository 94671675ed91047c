namespace Descent;

/// <summary>
/// The depthwise convolution: each channel has kernels of its own and sees no other. It is a <see cref="Conv2d"/> with as many groups as
/// channels, for which there are kernels of their own.
/// </summary>
public static class DepthwiseConv2d
{
    /// <summary>How depthwise describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "depthwise",
        Aliases = ["depthwise-conv", "depthwise-conv2d"],
        Summary = "A convolution for each channel by itself, at a small part of the cost; followed by 'conv n 1', which mixes channels, it "
            + "does much of what a whole convolution does.",
        FormulaText = "y[o, i, j] = b[o] + sum over (p, q) of w[o, p, q] x[o / multiplier, i stride + p dilation - pad, ...]",
        Options =
        [
            new Option("kernel", OptionKind.Size, "height and width of a kernel", "3") { Minimum = 1, Positional = true },
            .. ConvolutionSpecification.Movement,
            new Option("multiplier", OptionKind.Integer, "kernels for each channel", "1") { Minimum = 1 },
            .. ConvolutionSpecification.Parameters,
        ],
        Expects = "images [channels, height, width]",
        Source = "Chollet, Xception: deep learning with depthwise separable convolutions, CVPR 2017",
        Caveats = "Moves as much memory as a whole convolution, so it is faster by less than its arithmetic says.",
        Create = values => sample => Of(values, sample),
    };

    private static Conv2d Of(OptionValues values, Shape sample)
    {
        ImageShape.Require(sample, "depthwise");
        var (weight, bias) = InitializerOption.Of(values);
        return new Conv2d(
            sample[0], sample[0] * values.Integer("multiplier"), values.Size("kernel"), ConvolutionSpecification.Read(values, sample[0]),
            values.Flag("bias"), weight, bias);
    }
}
