using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>max(x, 0) - x t + softplus(-|x|): no term is large where the loss is small.</summary>
internal readonly struct BinaryCrossEntropyFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> x, Vector512<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Max(x, Vector512<T>.Zero) - (x * target) + LanesMath.Softplus(-Vector512.Abs(x));
}

/// <summary>(1 - t) sigmoid(x) - t sigmoid(-x), which is sigmoid(x) - t without cancellation.</summary>
internal readonly struct BinaryCrossEntropySlope : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> x, Vector512<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => ((Vector512<T>.One - target) * LanesMath.Sigmoid(x)) - (target * LanesMath.Sigmoid(-x));
}

/// <summary>
/// The cross-entropy of sigmoid(x) with t for each pair of elements. Shapes: equal. Gradients: g (sigmoid(x) - t) for x, -g x for t.
/// </summary>
internal sealed class BinaryCrossEntropyOperation : FloatingOperation
{
    public override string Name => "binary cross-entropy";

    internal override bool CanOverwrite(int input) => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Elementwise.Zip(default(BinaryCrossEntropyFunction), inputs[0].Span<T>(), inputs[1].Span<T>(), outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, t, g) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        return
        [
            !x.RequiresGradient ? null : Record.IsOn ? g * (((1.0 - t) * x.Sigmoid()) - (t * (-x).Sigmoid())) : new BinaryCrossEntropyGradientOperation().Apply(g, x, t)[0],
            t.RequiresGradient ? -(g * x) : null,
        ];
    }
}

/// <summary>g (sigmoid(x) - t), for when it is not recorded itself.</summary>
internal sealed class BinaryCrossEntropyGradientOperation : FloatingOperation
{
    public override string Name => "binary cross-entropy'";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var dx = outputs[0].Span<T>();
        Elementwise.Zip(default(BinaryCrossEntropySlope), inputs[1].Span<T>(), inputs[2].Span<T>(), dx);
        Elementwise.Zip(default(MultiplyFunction), inputs[0].Span<T>(), dx, dx);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A recorded gradient of a binary cross-entropy is composed of operations.");
}
