using Descent.Kernels;

namespace Descent;

/// <summary>
/// The fused gradients of a recurrent layer, for when they are not recorded themselves. Inputs: the gradients for the outputs and, if there
/// is one, for the memory; x and both weights; the three outputs; the first states; the mask of the steps. Outputs: the gradients of the
/// steps' products, twice where the cell is split; then those for x, both weights, both biases and the first states. What is not wanted
/// is empty.
/// </summary>
internal sealed class RecurrentGradientOperation<TCell>(RecurrentForm form, RecurrentSettings settings, bool hasMemoryGradient, bool wantsInput)
    : FloatingOperation
    where TCell : struct, IRecurrentCell
{
    private static readonly Shape Nothing = new(0);

    public override string Name => $"{form.Name}'";

    private int First => hasMemoryGradient ? 2 : 1;

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, weights, recurrent) = (inputs[First].Shape, inputs[First + 1].Shape, inputs[First + 2].Shape);
        var products = new Shape(x[0], x[1], weights[0]);
        var bias = settings.HasBias ? new Shape(weights[0]) : Nothing;
        var state = settings.HasState ? new Shape(x[0], recurrent[1]) : Nothing;
        Shape[] shapes =
        [
            products, TCell.IsSplit ? products : Nothing, wantsInput ? x : Nothing, weights, recurrent, bias, TCell.IsSplit ? bias : Nothing,
            state, form.HasCell ? state : Nothing,
        ];
        var type = CommonType(settings.Numbers(inputs));
        return Array.ConvertAll(shapes, shape => new TensorSpec(shape, type));
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, weights, recurrent) = (inputs[First], inputs[First + 1], inputs[First + 2]);
        var shape = new RecurrentShape(x.Shape[0], x.Shape[1], x.Shape[2], recurrent.Shape[1], settings.Reverse);
        var y = inputs[First + 3].Span<T>();
        var states = settings.Numbers(inputs)[(First + 6)..];
        var firstHidden = settings.HasState ? states[0].Span<T>() : [];
        Span<T> products = outputs[0].Span<T>(), hiddenProducts = outputs[1].Span<T>();
        RecurrentSequence.Backward<T, TCell>(
            shape, inputs[0].Span<T>(), hasMemoryGradient ? inputs[1].Span<T>() : [], recurrent.Span<T>(),
            y, inputs[First + 4].Span<T>(), inputs[First + 5].Span<T>(), firstHidden, states.Length > 1 ? states[1].Span<T>() : [],
            settings.Mask(inputs), products, hiddenProducts, outputs[7].Span<T>(), outputs[8].Span<T>());

        var (rows, columns) = (shape.Samples * shape.Steps, weights.Shape[0]);
        if (wantsInput)
        {
            MatrixProduct.Multiply<T>(products, false, weights.Span<T>(), false, outputs[2].Span<T>(), rows, shape.Inputs, columns);
        }

        MatrixProduct.Multiply<T>(products, true, x.Span<T>(), false, outputs[3].Span<T>(), columns, shape.Inputs, rows);
        if (settings.HasBias)
        {
            Reductions.Sum<T>(products, 1, rows, columns, outputs[5].Span<T>());
            if (TCell.IsSplit)
            {
                Reductions.Sum<T>(hiddenProducts, 1, rows, columns, outputs[6].Span<T>());
            }
        }

        RecurrentSequence.HiddenWeightGradient(shape, TCell.IsSplit ? hiddenProducts : products, y, firstHidden, outputs[4].Span<T>());
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (rows, weights, recurrent) = (inputs[First].Shape.Product(0, 2), inputs[First + 1].Count, inputs[First + 2].Count);
        return OperationCost.OfTraffic(inputs, outputs, flops: 2.0 * rows * (((wantsInput ? 2 : 1) * (double)weights) + (2.0 * recurrent)));
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException($"A recorded gradient of {form.Name} is composed of operations.");
}
