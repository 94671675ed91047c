namespace Descent.Onnx;

/// <summary>The maximum of windows; the padding is as much as the last window needs, so that rounding up needs no word.</summary>
internal sealed class MaxPoolExport() : OperationExport<MaxPool2dOperation>("max-pool")
{
    protected override string Write(MaxPool2dOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var geometry = operation.Options.For(call.Input(0).First);
        return graph.Node(
            "MaxPool", inputs,
            Attributes.Integers("kernel_shape", geometry.KernelHeight, geometry.KernelWidth),
            Attributes.Integers("strides", geometry.StrideHeight, geometry.StrideWidth),
            Attributes.Integers("dilations", geometry.DilationHeight, geometry.DilationWidth),
            Attributes.Integers("pads", PoolingPads.Of(geometry)));
    }
}
