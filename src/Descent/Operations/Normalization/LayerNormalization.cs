namespace Descent;

/// <summary>
/// y = (x - mean) / sqrt(variance + epsilon) scale + shift with the mean and the biased variance of each sample over its last axes.
/// Shapes: x [..., shape], scale and shift [shape] or both absent; outputs y like x, and for each row its mean and 1 / sqrt(variance +
/// epsilon), given out as constants. Gradients: with s = g scale and n the normalised x, dx = (s - mean(s) - n mean(s n)) /
/// sqrt(variance + epsilon), dScale = sum g n, dShift = sum g. Not centred, the mean counts as 0 everywhere: the normalisation by the root
/// mean square, whose scale may come without a shift.
/// </summary>
internal sealed class LayerNormalizationOperation(Shape normalized, double epsilon, bool centred = true) : FloatingOperation
{
    public override string Name => centred ? "layer-norm" : "rms-norm";

    /// <summary>The last axes, over which it normalises.</summary>
    public Shape Normalized => normalized;

    /// <summary>What is added to the variance, and whether the mean is taken off first.</summary>
    public (double Epsilon, bool Centred) Settings => (epsilon, centred);

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0].Shape;
        if (x.Rank < normalized.Rank || !x.Lengths[^normalized.Rank..].SequenceEqual(normalized.Lengths) || normalized.Count == 0)
        {
            throw new ShapeException($"{Name}: the last axes of {x} must be {normalized}, over which it normalises.");
        }

        var type = CommonType(inputs);
        var rows = new TensorSpec(new Shape(x.Count / normalized.Count), type);
        return [new(x, type), rows, rows];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Kernels.LayerNormalization.Forward(
            inputs[0].Span<T>(), outputs[1].Count, normalized.Count, epsilon, inputs.Length > 1 ? inputs[1].Span<T>() : [],
            inputs.Length > 2 ? inputs[2].Span<T>() : [], outputs[0].Span<T>(), outputs[1].Span<T>(), outputs[2].Span<T>(), centred);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (inputs, g) = (entry.Inputs, outputGradients[0]!);
        if (Record.IsOn)
        {
            return Gradients.Through([Composed(inputs)], [g], inputs);
        }

        var operation = new LayerNormalizationGradientOperation(normalized, centred);
        return inputs.Count == 1
            ? operation.Apply(g, inputs[0], entry.Outputs[1], entry.Outputs[2])
            : operation.Apply(g, inputs[0], entry.Outputs[1], entry.Outputs[2], inputs[1])[..inputs.Count];
    }

    /// <summary>The same of operations that each have derivatives of any order.</summary>
    internal Tensor Composed(IReadOnlyList<Tensor> inputs)
    {
        var x = inputs[0];
        var rows = x.Reshape(x.Count / normalized.Count, normalized.Count);
        var deviations = centred ? rows - rows.Mean(1, keepAxis: true) : rows;
        var y = (deviations * (deviations.Square().Mean(1, keepAxis: true) + epsilon).Power(-0.5)).Reshape(x.Shape);
        y = inputs.Count > 1 ? y * inputs[1] : y;
        return inputs.Count > 2 ? y + inputs[2] : y;
    }
}

/// <summary>The fused gradients of a layer normalisation, for when they are not recorded themselves.</summary>
internal sealed class LayerNormalizationGradientOperation(Shape normalized, bool centred) : FloatingOperation
{
    public override string Name => centred ? "layer-norm'" : "rms-norm'";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var type = CommonType(inputs);
        var (dx, vector) = (new TensorSpec(inputs[1].Shape, type), new TensorSpec(normalized, type));
        return inputs.Length > 4 ? [dx, vector, vector] : [dx];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Kernels.LayerNormalization.Gradient(
            inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[2].Count, normalized.Count, inputs[2].Span<T>(), inputs[3].Span<T>(),
            inputs.Length > 4 ? inputs[4].Span<T>() : [], outputs[0].Span<T>(), outputs.Length > 1 ? outputs[1].Span<T>() : [],
            outputs.Length > 2 ? outputs[2].Span<T>() : [], centred);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A recorded gradient of layer-norm is composed of operations.");
}
