using Descent.Kernels;

namespace Descent;

/// <summary>
/// The maximum of each window, padding counting as -infinity; the second output is where it stands, row * width + column in the plane.
/// Shapes: x [n, c, h, w], y and places [n, c, oh, ow]. Gradient: g goes to the first maximum in row-major order.
/// </summary>
internal sealed class MaxPool2dOperation(PoolingOptions options) : FloatingOperation
{
    public override string Name => "max-pool";

    /// <summary>The window.</summary>
    public PoolingOptions Options => options;

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var shape = options.Output(inputs[0].Shape, Name);
        return [new(shape, CommonType(inputs)), new(shape, ElementType.Int32)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var geometry = options.For(inputs[0].Shape);
        Pooling2d.MaxForward<T>(in geometry, inputs[0].Span<T>(), outputs[0].Span<T>(), outputs[1].Span<int>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new MaxPool2dGradientOperation(options, entry.Inputs[0].Shape).Apply(outputGradients[0]!, entry.Outputs[1])[0]];
}

/// <summary>Puts each g at its place and adds up where windows share one. With u flowing in, g gets the u at its place.</summary>
internal sealed class MaxPool2dGradientOperation(PoolingOptions options, Shape input) : FloatingOperation
{
    public override string Name => "max-pool'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var geometry = options.For(input);
        Pooling2d.MaxBackward<T>(in geometry, inputs[0].Span<T>(), inputs[1].Span<int>(), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new TakeAtPlacesOperation().Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

public sealed partial class Tensor
{
    /// <summary>The maximum of each window of images [n, c, h, w]; on a tie the gradient goes to the first in row-major order.</summary>
    /// <exception cref="ShapeException">These are no images, or the window does not fit.</exception>
    public Tensor MaxPool2d(PoolingOptions options) => new MaxPool2dOperation(options).Apply(this)[0];
}
