using System.Numerics;

namespace Descent;

/// <summary>Tokens that came as floating numbers, as Int32. What is no whole number is refused with its place. No gradient flows.</summary>
internal sealed class WholeNumbersOperation : FloatingOperation
{
    public override string Name => "whole numbers";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, ElementType.Int32)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var numbers = inputs[0].Span<T>();
        var tokens = outputs[0].Span<int>();
        for (var i = 0; i < numbers.Length; i++)
        {
            var token = int.CreateSaturating(numbers[i]);
            tokens[i] = T.CreateTruncating(token) == numbers[i]
                ? token
                : throw new DataException($"Token {i} is {numbers[i]}, no whole number: tokens must not be scaled or have missing values.");
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];
}
