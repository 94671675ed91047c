using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// y = (x - mean) / sqrt(variance + epsilon) scale + shift with the mean and the biased variance of each channel over the batch.
/// Shapes: x [n, channels, ...], scale and shift [channels] or both absent; outputs y like x, mean and variance [channels].
/// Gradients: with m numbers a channel and n the normalised x, dShift = sum g, dScale = sum g n,
/// dx = scale / sqrt(variance + epsilon) (g - dShift / m - n dScale / m). Mean and variance are given out as constants.
/// </summary>
internal sealed class BatchNormalizationOperation(double epsilon) : FloatingOperation
{
    public override string Name => "batch-norm";

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0].Shape;
        if (x.Rank < 2)
        {
            throw new ShapeException($"batch-norm: a batch [n, channels, ...] is needed, not {x}.");
        }

        var channels = new Shape(x[1]);
        foreach (var vector in inputs[1..])
        {
            if (!vector.Shape.Equals(channels))
            {
                throw new ShapeException(
                    $"batch-norm: the batch {x} has {x[1]} channels; scale and shift {vector.Shape} must hold one number for each.");
            }
        }

        var type = CommonType(inputs);
        return [new(x, type), new(channels, type), new(channels, type)];
    }

    /// <summary>The normalised batch plus the residual, or none, through a function; and the statistics.</summary>
    public void Execute<T, TFunction>(TFunction function, ReadOnlySpan<Tensor> inputs, Tensor? residual, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        var (images, channels, spatial) = inputs[0].Shape.Around(1);
        Kernels.Normalization.TrainingForward<T, TFunction>(
            function, inputs[0].Span<T>(), images, channels, spatial, epsilon,
            inputs.Length > 1 ? inputs[1].Span<T>() : [], inputs.Length > 2 ? inputs[2].Span<T>() : [], residual is null ? [] : residual.Span<T>(),
            outputs[1].Span<T>(), outputs[2].Span<T>(), outputs[0].Span<T>());
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Execute<T, IdentityFunction>(default, inputs, null, outputs);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, g) = (entry.Inputs[0], outputGradients[0]!);
        var scale = entry.Inputs.Count > 1 ? entry.Inputs[1] : null;
        if (Record.IsOn)
        {
            return Composed(x, g, scale, entry.Inputs.Count);
        }

        var (mean, variance) = (entry.Outputs[1], entry.Outputs[2]);
        var operation = new BatchNormalizationGradientOperation(epsilon);
        var gradients = scale is null ? operation.Apply(x, g, mean, variance) : operation.Apply(x, g, mean, variance, scale);
        return gradients[..entry.Inputs.Count];
    }

    /// <summary>The same gradients by operations on x itself, so that they can be differentiated in their turn.</summary>
    private Tensor?[] Composed(Tensor x, Tensor g, Tensor? scale, int count)
    {
        var shape = ChannelShape.For(x.Shape[1], x.Shape.Rank);
        var share = 1.0 / (x.Count / x.Shape[1]);
        var centred = x - (x.SumTo(shape) * share);
        var inverse = ((centred.Square().SumTo(shape) * share) + epsilon).Power(-0.5);
        var normalized = centred * inverse;
        var (shiftSum, scaleSum) = (g.SumTo(shape), (g * normalized).SumTo(shape));
        var dx = inverse * (g - (shiftSum * share) - (normalized * (scaleSum * share)));
        if (scale is null)
        {
            return [dx];
        }

        return new[] { dx * scale.Reshape(shape), scaleSum.Reshape(scale.Shape), shiftSum.Reshape(scale.Shape) }[..count];
    }
}

/// <summary>The fused gradients of a batch normalisation, for when they are not recorded themselves.</summary>
internal sealed class BatchNormalizationGradientOperation(double epsilon) : FloatingOperation
{
    public override string Name => "batch-norm'";

    /// <summary>dx may lie where g lay.</summary>
    internal override bool CanOverwrite(int input) => input == 1;

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, type) = (inputs[0].Shape, CommonType(inputs));
        return [new(x, type), new(new Shape(x[1]), type), new(new Shape(x[1]), type)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (images, channels, spatial) = inputs[0].Shape.Around(1);
        var inverse = Kernels.Normalization.InverseDeviation<T>(inputs[3].Span<T>(), epsilon);
        Kernels.Normalization.Gradient<T>(
            inputs[1].Span<T>(), inputs[0].Span<T>(), images, channels, spatial, inputs[2].Span<T>(), inverse,
            inputs.Length > 4 ? inputs[4].Span<T>() : [], fixedStatistics: false,
            outputs[0].Span<T>(), outputs[1].Span<T>(), outputs[2].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A recorded gradient of batch-norm is composed of operations.");
}
