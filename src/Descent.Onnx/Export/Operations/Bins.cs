namespace Descent.Onnx;

/// <summary>Images pooled to a size by bins of rows and bins of columns; bin i of o along an axis of n covers floor(i n / o) to ceil((i + 1) n / o).</summary>
internal static class Bins
{
    /// <summary>Pools both axes.</summary>
    /// <param name="images">The images [n, channels, height, width].</param>
    /// <param name="output">A shape with the output's height and width.</param>
    /// <param name="pool">Makes one row or column of a bin along an axis.</param>
    public static Tensor Of(Tensor images, Shape output, Func<Tensor, int, Tensor> pool)
        => Along(Along(images, 2, output[2], pool), 3, output[3], pool);

    private static Tensor Along(Tensor images, int axis, int bins, Func<Tensor, int, Tensor> pool)
    {
        var size = images.Shape[axis];
        return Tensor.Concatenate(axis, [.. Enumerable.Range(0, bins).Select(bin =>
        {
            var (start, end) = (bin * size / bins, (((bin + 1) * size) + bins - 1) / bins);
            return pool(images.Slice(axis, start, end - start), axis);
        })]);
    }
}
