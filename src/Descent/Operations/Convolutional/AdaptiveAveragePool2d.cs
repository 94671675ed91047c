using Descent.Kernels;

namespace Descent;

/// <summary>
/// The mean of each of so many bins; bin i of o along an axis of n covers floor(i n / o) to ceil((i + 1) n / o), so bins may overlap.
/// Shapes: x [n, c, h, w], y [n, c, height, width]. Gradient: g over a bin's size for each of its elements.
/// </summary>
internal sealed class AdaptiveAveragePool2dOperation((int Height, int Width) size) : FloatingOperation
{
    public override string Name => "adaptive-average-pool";

    /// <summary>The shape of what is pooled to a size.</summary>
    /// <exception cref="ShapeException">These are no images, they have no pixels, or the size is below 1.</exception>
    public static Shape Output(Shape input, (int Height, int Width) size, string name)
        => input.Rank == 4 && input[2] > 0 && input[3] > 0 && size.Height > 0 && size.Width > 0
            ? new Shape(input[0], input[1], size.Height, size.Width)
            : throw new ShapeException(
                $"{name}: images [n, channels, height, width] with pixels and a size of at least 1 x 1 are needed, not {input} and "
                + $"{size.Height} x {size.Width}; Reshape them.");

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(Output(inputs[0].Shape, size, Name), CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0].Shape;
        AdaptivePooling.AverageForward<T>(inputs[0].Span<T>(), x[0] * x[1], (x[2], x[3]), size, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new AdaptiveAveragePool2dGradientOperation(entry.Inputs[0].Shape).Apply(outputGradients[0]!)[0]];
}

/// <summary>The gradient of an adaptive average pooling: linear in g. With u flowing in, g gets the pooling of u.</summary>
internal sealed class AdaptiveAveragePool2dGradientOperation(Shape input) : FloatingOperation
{
    public override string Name => "adaptive-average-pool'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var g = inputs[0].Shape;
        AdaptivePooling.AverageBackward<T>(
            inputs[0].Span<T>(), input[0] * input[1], (input[2], input[3]), (g[2], g[3]), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new AdaptiveAveragePool2dOperation((entry.Inputs[0].Shape[2], entry.Inputs[0].Shape[3])).Apply(outputGradients[0]!)[0]];
}

public sealed partial class Tensor
{
    /// <summary>
    /// Images [n, c, h, w] at a given size, each number the mean of a bin: bin i of o along an axis of n covers floor(i n / o) to
    /// ceil((i + 1) n / o).
    /// </summary>
    /// <exception cref="ShapeException">These are no images, or the size is below 1.</exception>
    public Tensor AdaptiveAveragePool2d(int height, int width)
    {
        var output = AdaptiveAveragePool2dOperation.Output(Shape, (height, width), "adaptive-average-pool");
        return Shape[2] % output[2] == 0 && Shape[3] % output[3] == 0
            ? AveragePool2d(PoolingOptions.Into(Shape, output))
            : new AdaptiveAveragePool2dOperation((height, width)).Apply(this)[0];
    }
}
