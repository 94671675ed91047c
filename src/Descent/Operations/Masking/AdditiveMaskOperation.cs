using System.Numerics;

namespace Descent;

/// <summary>What is added to scores of attention: 0 where an integer mask is not 0, minus infinity elsewhere.</summary>
internal sealed class AdditiveMaskOperation(ElementType type) : Operation
{
    public override string Name => "additive mask";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (type == ElementType.Float32)
        {
            Fill<float>(inputs[0].Span<int>(), outputs[0].Span<float>());
        }
        else
        {
            Fill<double>(inputs[0].Span<int>(), outputs[0].Span<double>());
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];

    private static void Fill<T>(ReadOnlySpan<int> allowed, Span<T> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = allowed[i] != 0 ? T.Zero : T.NegativeInfinity;
        }
    }
}
