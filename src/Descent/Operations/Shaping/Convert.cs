using System.Numerics;

namespace Descent;

/// <summary>The same values in another element type; towards zero and within range where they become integers. No gradient flows through.</summary>
internal sealed class ConvertOperation(ElementType type) : Operation
{
    public override string Name => "convert";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (from, to) = (inputs[0], outputs[0]);
        switch (from.Type, type)
        {
            case (ElementType.Float32, ElementType.Float64):
                Convert<float, double>(from, to);
                break;
            case (ElementType.Float64, ElementType.Float32):
                Convert<double, float>(from, to);
                break;
            case (ElementType.Int32, ElementType.Float32):
                Convert<int, float>(from, to);
                break;
            case (ElementType.Int32, ElementType.Float64):
                Convert<int, double>(from, to);
                break;
            case (ElementType.Float32, ElementType.Int32):
                Convert<float, int>(from, to);
                break;
            default:
                Convert<double, int>(from, to);
                break;
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];

    private static void Convert<TFrom, TTo>(Tensor source, Tensor destination)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var from = source.Span<TFrom>();
        var to = destination.Span<TTo>();
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = TTo.CreateTruncating(from[i]);
        }
    }
}

public sealed partial class Tensor
{
    /// <summary>The same values in another element type; itself where that is the type already. No gradient flows through.</summary>
    public Tensor To(ElementType type) => type == Type ? this : new ConvertOperation(type).Apply(this)[0];
}
