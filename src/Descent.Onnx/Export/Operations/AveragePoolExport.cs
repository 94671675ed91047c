namespace Descent.Onnx;

/// <summary>The mean of windows: over the whole window, and where fewer elements count, times the window's size over their number.</summary>
internal sealed class AveragePoolExport() : OperationExport<AveragePool2dOperation>("average-pool")
{
    protected override string Write(AveragePool2dOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var geometry = operation.Options.For(call.Input(0).First);
        var rows = Counted(
            geometry.InHeight, geometry.OutHeight, geometry.KernelHeight, geometry.StrideHeight, geometry.PaddingHeight,
            geometry.CountIncludePadding);
        var columns = Counted(
            geometry.InWidth, geometry.OutWidth, geometry.KernelWidth, geometry.StrideWidth, geometry.PaddingWidth, geometry.CountIncludePadding);
        var mean = graph.Node(
            "AveragePool", inputs,
            Attributes.Integers("kernel_shape", geometry.KernelHeight, geometry.KernelWidth),
            Attributes.Integers("strides", geometry.StrideHeight, geometry.StrideWidth),
            Attributes.Integers("pads", PoolingPads.Of(geometry)),
            Attributes.Integer("count_include_pad", 1));
        if (rows.All(count => count == geometry.KernelHeight) && columns.All(count => count == geometry.KernelWidth))
        {
            return mean;
        }

        var size = (float)(geometry.KernelHeight * geometry.KernelWidth);
        float[] factors = [.. rows.SelectMany(row => columns.Select(column => size / (row * column)))];
        return graph.Node("Mul", [mean, graph.Constant(Tensor.From(factors, 1, 1, rows.Length, columns.Length))]);
    }

    // What a window that hangs over the end has beyond the padding never counts.
    private static int[] Counted(int size, int output, int kernel, int stride, int padding, bool countPadding)
        => [.. Enumerable.Range(0, output).Select(window =>
        {
            var start = (window * stride) - padding;
            return Math.Min(start + kernel, countPadding ? size + padding : size) - (countPadding ? start : Math.Max(start, 0));
        })];
}
