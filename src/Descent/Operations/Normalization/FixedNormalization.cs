using Descent.Kernels;

namespace Descent;

/// <summary>
/// y = (x - mean) / sqrt(variance + epsilon) scale + shift with statistics that are given: batch normalisation in evaluation.
/// Shapes: x [n, channels, ...], mean and variance [channels], scale and shift [channels] or both absent.
/// Gradients: g scale / sqrt(variance + epsilon) for x, the sums of g times the normalised x and of g for scale and shift;
/// the statistics get none.
/// </summary>
internal sealed class FixedNormalizationOperation(double epsilon) : FloatingOperation, IEpilogueStep
{
    public override string Name => "fixed-norm";

    /// <summary>What is added to the variance.</summary>
    public double Epsilon => epsilon;

    bool IEpilogueStep.CanFollow(int through, ReadOnlySpan<Operand> inputs, int rowLength)
        => through == 0 && rowLength == inputs[0].Shape.Around(1).Inner;

    unsafe Epilogue<T> IEpilogueStep.Epilogue<T>(int through, ReadOnlySpan<Tensor> inputs, int rowLength)
        => new NormalizationEpilogue<T>(
            inputs[1].Pointer<T>(), inputs[2].Pointer<T>(), inputs.Length > 3 ? inputs[3].Pointer<T>() : null,
            inputs.Length > 4 ? inputs[4].Pointer<T>() : null, epsilon, inputs[1].Count);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0].Shape;
        foreach (var vector in inputs[1..])
        {
            if (x.Rank < 2 || !vector.Shape.Equals(new Shape(x[1])))
            {
                throw new ShapeException(
                    $"fixed-norm: a batch [n, channels, ...] and one number for each channel are needed, not {x} and {vector.Shape}.");
            }
        }

        return [new(x, CommonType(inputs))];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (images, channels, spatial) = inputs[0].Shape.Around(1);
        var inverse = Kernels.Normalization.InverseDeviation<T>(inputs[2].Span<T>(), epsilon);
        Kernels.Normalization.Forward<T>(
            inputs[0].Span<T>(), images, channels, spatial, inputs[1].Span<T>(), inverse,
            inputs.Length > 3 ? inputs[3].Span<T>() : [], inputs.Length > 4 ? inputs[4].Span<T>() : [], outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, mean, variance, g) = (entry.Inputs[0], entry.Inputs[1], entry.Inputs[2], outputGradients[0]!);
        var shape = ChannelShape.For(mean.Count, x.Shape.Rank);
        var inverse = (variance + epsilon).Power(-0.5);
        if (entry.Inputs.Count == 3)
        {
            return [g * inverse.Reshape(shape), null, null];
        }

        var (scale, shift) = (entry.Inputs[3], entry.Inputs[4]);
        return
        [
            x.RequiresGradient ? g * (inverse * scale).Reshape(shape) : null,
            null,
            null,
            scale.RequiresGradient
                ? (g * ((x - mean.Reshape(shape)) * inverse.Reshape(shape))).SumTo(shape).Reshape(scale.Shape)
                : null,
            shift.RequiresGradient ? g.SumTo(shape).Reshape(shift.Shape) : null,
        ];
    }
}
