namespace Descent.Onnx;

/// <summary>A transposed convolution: the gradient of a convolution for its input, of which only this use has a counterpart.</summary>
internal sealed class TransposedConvolutionExport() : OperationExport<Convolution2dInputGradientOperation>("transposed convolution")
{
    protected override string Write(Convolution2dInputGradientOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (x, output) = (call.Input(0).First, call.Output().First);
        var geometry = operation.Options.For(output, call.Input(1).First);
        var (bottom, moreRows) = After(
            x[2], output[2], geometry.KernelHeight, geometry.StrideHeight, geometry.DilationHeight, geometry.PaddingHeight);
        var (right, moreColumns) = After(
            x[3], output[3], geometry.KernelWidth, geometry.StrideWidth, geometry.DilationWidth, geometry.PaddingWidth);
        return graph.Node(
            "ConvTranspose", inputs,
            Attributes.Integers("kernel_shape", geometry.KernelHeight, geometry.KernelWidth),
            Attributes.Integers("strides", geometry.StrideHeight, geometry.StrideWidth),
            Attributes.Integers("dilations", geometry.DilationHeight, geometry.DilationWidth),
            Attributes.Integers("pads", geometry.PaddingHeight, geometry.PaddingWidth, bottom, right),
            Attributes.Integers("output_padding", moreRows, moreColumns),
            Attributes.Integer("group", geometry.Groups));
    }

    // What is cut off at the end, or added there, so that the output has its length.
    private static (int Cut, int Added) After(int size, int output, int kernel, int stride, int dilation, int before)
    {
        var cut = (stride * (size - 1)) + (dilation * (kernel - 1)) + 1 - before - output;
        return (Math.Max(cut, 0), Math.Max(-cut, 0));
    }
}
