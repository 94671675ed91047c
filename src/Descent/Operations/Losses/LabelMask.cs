using System.Numerics;

namespace Descent;

/// <summary>
/// 1 at the classes that each row lists up to its first negative number, else 0. Inputs: lists, Int32 [n, classes], and a tensor of that
/// shape that gives the type alone.
/// </summary>
internal sealed class LabelMaskOperation : Operation
{
    public override string Name => "label mask";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, inputs[1].Type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Type == ElementType.Float32)
        {
            Fill(inputs[0], outputs[0].Span<float>());
        }
        else
        {
            Fill(inputs[0], outputs[0].Span<double>());
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null, null];

    private static void Fill<T>(Tensor lists, Span<T> mask)
        where T : unmanaged, INumberBase<T>
    {
        var labels = lists.Span<int>();
        var classes = lists.Shape[1];
        mask.Clear();
        for (var start = 0; start < labels.Length; start += classes)
        {
            for (var place = 0; place < classes && labels[start + place] >= 0; place++)
            {
                mask[start + labels[start + place]] = T.One;
            }
        }
    }
}
