using Descent.Kernels;

namespace Descent;

/// <summary>y = x - log(sum of exp(x)) along an axis. Gradient: g - exp(y) sum of g.</summary>
internal sealed class LogSoftmaxOperation(int axis) : FloatingOperation
{
    public override string Name => "log-softmax";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        SoftmaxRows.LogForward<T>(inputs[0].Span<T>(), outer, length, inner, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new LogSoftmaxGradientOperation(axis).Apply(outputGradients[0]!, entry.Outputs[0])[0]];
}

/// <summary>dx = g - exp(y) sum of g. With u flowing in, g gets u - sum of u exp(y) and y gets -u exp(y) sum of g.</summary>
internal sealed class LogSoftmaxGradientOperation(int axis) : FloatingOperation
{
    public override string Name => "log-softmax'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        SoftmaxRows.LogGradient<T>(inputs[0].Span<T>(), inputs[1].Span<T>(), outer, length, inner, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, u) = (entry.Inputs[0], outputGradients[0]!);
        var weighted = u * entry.Inputs[1].Exp();
        return [u - weighted.Sum(axis, keepAxis: true), -(weighted * g.Sum(axis, keepAxis: true))];
    }
}

public sealed partial class Tensor
{
    /// <summary>x - log(sum of exp(x)) along an axis, for any finite x without overflow: log-probabilities from logits.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSoftmax(int axis = -1) => new LogSoftmaxOperation(Shape.Axis(axis)).Apply(this)[0];
}
