using Descent.Kernels;

namespace Descent;

/// <summary>
/// The mean of each window. Shapes: x [n, c, h, w], y [n, c, oh, ow]. Gradient: g over the window's size for each of its elements.
/// </summary>
internal sealed class AveragePool2dOperation(PoolingOptions options) : FloatingOperation
{
    public override string Name => "average-pool";

    /// <summary>The window.</summary>
    public PoolingOptions Options => options;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(options.Output(inputs[0].Shape, Name), CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var geometry = options.For(inputs[0].Shape);
        Pooling2d.AverageForward<T>(in geometry, inputs[0].Span<T>(), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new AveragePool2dGradientOperation(options, entry.Inputs[0].Shape).Apply(outputGradients[0]!)[0]];
}

/// <summary>The gradient of an average pooling: linear in g. With u flowing in, g gets its average pooling.</summary>
internal sealed class AveragePool2dGradientOperation(PoolingOptions options, Shape input) : FloatingOperation
{
    public override string Name => "average-pool'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var geometry = options.For(input);
        Pooling2d.AverageBackward<T>(in geometry, inputs[0].Span<T>(), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new AveragePool2dOperation(options).Apply(outputGradients[0]!)[0]];
}

public sealed partial class Tensor
{
    /// <summary>The mean of each window of images [n, c, h, w].</summary>
    /// <exception cref="ShapeException">These are no images, the window does not fit, or it is dilated.</exception>
    public Tensor AveragePool2d(PoolingOptions options) => new AveragePool2dOperation(options).Apply(this)[0];
}
