using Descent.Kernels;

namespace Descent;

/// <summary>
/// Rotary positions: each pair of features of queries and keys is turned by an angle that grows with the step, so that their products
/// depend on how far apart two steps are. Inputs: x [n, steps, features], whose first features hold heads of some width, and waves [2,
/// steps, width / 2], cosines and sines. Gradient: g turned back.
/// </summary>
internal sealed class RotateOperation(int turned, int width, bool back = false) : FloatingOperation
{
    public override string Name => "rotate";

    /// <summary>How many features are turned, from the first.</summary>
    public int Turned => turned;

    /// <summary>The features of a head.</summary>
    public int Width => width;

    /// <summary>Whether the angles are the opposite ones.</summary>
    public bool TurnsBack => back;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, waves) = (inputs[0].Shape, inputs[1].Shape);
        return x.Rank == 3 && x[2] >= turned && waves.Equals(new Shape(2, x[1], width / 2))
            ? [new(x, CommonType(inputs))]
            : throw new ShapeException(
                $"rotate: [n, steps, {turned} or more] and waves [2, steps, {width / 2}] are needed, not {x} and {waves}.");
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Rotation.Run<T>(inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[0].Shape[2], turned, width, back, outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new RotateOperation(turned, width, !back).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}
