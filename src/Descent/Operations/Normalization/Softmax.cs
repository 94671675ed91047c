using Descent.Kernels;

namespace Descent;

/// <summary>y = exp(x) / sum of exp(x) along an axis. Gradient: y (g - sum of g y).</summary>
internal sealed class SoftmaxOperation(int axis) : FloatingOperation
{
    public override string Name => "softmax";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        SoftmaxRows.Forward<T>(inputs[0].Span<T>(), outer, length, inner, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new SoftmaxGradientOperation(axis).Apply(outputGradients[0]!, entry.Outputs[0])[0]];
}

/// <summary>dx = y (g - sum of g y). With u flowing in, g gets y (u - sum of u y) and y gets u (g - sum of g y) - g sum of u y.</summary>
internal sealed class SoftmaxGradientOperation(int axis) : FloatingOperation
{
    public override string Name => "softmax'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        SoftmaxRows.Gradient<T>(inputs[0].Span<T>(), inputs[1].Span<T>(), outer, length, inner, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, y, u) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        return
        [
            new SoftmaxGradientOperation(axis).Apply(u, y)[0],
            (u * (g - (g * y).Sum(axis, keepAxis: true))) - (g * (u * y).Sum(axis, keepAxis: true)),
        ];
    }
}

public sealed partial class Tensor
{
    /// <summary>exp(x) / sum of exp(x) along an axis, for any finite x without overflow: probabilities from logits.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmax(int axis = -1) => new SoftmaxOperation(Shape.Axis(axis)).Apply(this)[0];
}
