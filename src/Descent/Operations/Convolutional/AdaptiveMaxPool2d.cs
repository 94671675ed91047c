using Descent.Kernels;

namespace Descent;

/// <summary>
/// The maximum of each of so many bins, which are those of the adaptive average; the second output is its first place in the plane.
/// Shapes: x [n, c, h, w], y and places [n, c, height, width]. Gradient: g goes to the first maximum in row-major order.
/// </summary>
internal sealed class AdaptiveMaxPool2dOperation((int Height, int Width) size) : FloatingOperation
{
    public override string Name => "adaptive-max-pool";

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var shape = AdaptiveAveragePool2dOperation.Output(inputs[0].Shape, size, Name);
        return [new(shape, CommonType(inputs)), new(shape, ElementType.Int32)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0].Shape;
        AdaptivePooling.MaxForward<T>(
            inputs[0].Span<T>(), x[0] * x[1], (x[2], x[3]), size, outputs[0].Span<T>(), outputs[1].Span<int>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new PutAtPlacesOperation(entry.Inputs[0].Shape).Apply(outputGradients[0]!, entry.Outputs[1])[0]];
}

public sealed partial class Tensor
{
    /// <summary>
    /// Images [n, c, h, w] at a given size, each number the maximum of a bin: bin i of o along an axis of n covers floor(i n / o) to
    /// ceil((i + 1) n / o). On a tie the gradient goes to the first in row-major order.
    /// </summary>
    /// <exception cref="ShapeException">These are no images, or the size is below 1.</exception>
    public Tensor AdaptiveMaxPool2d(int height, int width)
    {
        var output = AdaptiveAveragePool2dOperation.Output(Shape, (height, width), "adaptive-max-pool");
        if (height == 1 && width == 1)
        {
            return Reshape(Shape[0], Shape[1], Shape[2] * Shape[3]).Max(2).Reshape(output);
        }

        return Shape[2] % height == 0 && Shape[3] % width == 0
            ? MaxPool2d(PoolingOptions.Into(Shape, output))
            : new AdaptiveMaxPool2dOperation((height, width)).Apply(this)[0];
    }
}
