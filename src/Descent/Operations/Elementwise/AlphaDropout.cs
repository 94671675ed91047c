using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>value scale + shift where uniform >= p, else dropped.</summary>
internal readonly struct AlphaDropFunction(double probability, double scale, double shift, double dropped) : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> value, Vector512<T> uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(uniform, Lanes.Broadcast<T>(probability)),
            Lanes.MultiplyAdd(value, Lanes.Broadcast<T>(scale), Lanes.Broadcast<T>(shift)),
            Lanes.Broadcast<T>(dropped));
}

/// <summary>
/// With u uniform in [0, 1) and number i of the key's stream at element i: x scale + shift where u >= p, else dropped. Gradient: g scale
/// where u >= p, else 0; u is drawn again rather than kept.
/// </summary>
/// <param name="probability">p.</param>
/// <param name="source">Where u comes from.</param>
/// <param name="scale">The factor of what is kept.</param>
/// <param name="shift">What is added to it.</param>
/// <param name="dropped">What stands in the place of what is dropped.</param>
internal sealed class AlphaDropoutOperation(double probability, IRandomKeySource source, double scale, double shift, double dropped)
    : FloatingOperation
{
    public override string Name => "alpha-dropout";

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0].Span<T>();
        DropoutOperation.FillUniform(source.Key, y);
        Elementwise.Zip<T, AlphaDropFunction>(new AlphaDropFunction(probability, scale, shift, dropped), inputs[0].Span<T>(), y, y);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new AlphaDropoutOperation(probability, source, scale, 0, 0).Apply(outputGradients[0]!)[0]];
}
