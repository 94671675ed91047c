using Descent.Kernels;

namespace Descent;

/// <summary>
/// A batch normalisation, the residual that is added to it, and the function that follows, in one pass: inputs as
/// <see cref="BatchNormalizationOperation"/> and then the residual, if any; outputs likewise. Part of programs.
/// </summary>
internal sealed class BatchNormalizationWithOperation<TFunction>(BatchNormalizationOperation normalization, TFunction function, string name, bool hasResidual)
    : FloatingOperation
    where TFunction : struct, IUnaryFunction
{
    public override string Name => $"{normalization.Name}{(hasResidual ? " + add" : "")} + {name}";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => throw new InvalidOperationException("A fused operation is part of a program, whose shapes are known.");

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (hasResidual)
        {
            normalization.Execute<T, TFunction>(function, inputs[..^1], inputs[^1], outputs);
        }
        else
        {
            normalization.Execute<T, TFunction>(function, inputs, null, outputs);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A fused operation is part of a program, which has its gradients.");
}
