namespace Descent;

/// <summary>
/// y[i, k] = sum over d of (x[i, d] - c[k, d])^2. Shapes: x [n, d], c [k, d], y [n, k]. Gradients: 2 (x sum over k of g - g c) for x, and
/// 2 (c sum over i of g - g' x) for c.
/// </summary>
internal sealed class SquaredDistancesOperation : FloatingOperation
{
    public override string Name => "squared distances";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, centres) = (inputs[0].Shape, inputs[1].Shape);
        return x.Rank == 2 && centres.Rank == 2 && x[1] == centres[1]
            ? [new(new Shape(x[0], centres[0]), CommonType(inputs))]
            : throw new ShapeException(
                $"squared distances: rows [n, d] and centres [k, d] of the same d are needed, not {x} and {centres}.");
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Kernels.SquaredDistances.Run<T>(inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[0].Shape[1], outputs[0].Span<T>());

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, flops: 3.0 * outputs[0].Count * inputs[0].Shape[1]);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, centres, g) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        return
        [
            x.RequiresGradient ? 2 * ((x * g.Sum(1, keepAxis: true)) - g.MatMul(centres)) : null,
            centres.RequiresGradient ? 2 * ((centres * g.Sum(0).Reshape(centres.Shape[0], 1)) - g.MatMul(x, transpose: true)) : null,
        ];
    }
}

public sealed partial class Tensor
{
    /// <summary>The squared Euclidean distance of each of these rows [n, d] to each centre [k, d]: [n, k].</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor SquaredDistances(Tensor centres) => new SquaredDistancesOperation().Apply(this, centres)[0];
}
