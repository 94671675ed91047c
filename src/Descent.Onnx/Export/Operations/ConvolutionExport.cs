namespace Descent.Onnx;

/// <summary>A convolution, its padding written out.</summary>
internal sealed class ConvolutionExport() : OperationExport<Convolution2dOperation>("convolution")
{
    protected override string Write(Convolution2dOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var geometry = operation.Options.For(call.Input(0).First, call.Input(1).First);
        return graph.Node(
            "Conv", inputs,
            Attributes.Integers("kernel_shape", geometry.KernelHeight, geometry.KernelWidth),
            Attributes.Integers("strides", geometry.StrideHeight, geometry.StrideWidth),
            Attributes.Integers("dilations", geometry.DilationHeight, geometry.DilationWidth),
            Attributes.Integers(
                "pads", geometry.PaddingHeight, geometry.PaddingWidth,
                geometry.PaddingHeight + geometry.ExtraHeight, geometry.PaddingWidth + geometry.ExtraWidth),
            Attributes.Integer("group", geometry.Groups));
    }
}
