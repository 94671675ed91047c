using Descent.Kernels;

namespace Descent;

/// <summary>How a recurrent operation reads its sequences and which inputs it has.</summary>
/// <param name="Reverse">Whether the steps are taken from the last to the first.</param>
/// <param name="HasBias">Whether biases follow the weights.</param>
/// <param name="HasState">Whether the first states follow them.</param>
/// <param name="HasMask">
/// Whether a mask of the steps, Int32 [n, steps], is the last input: a step whose mask is 0 leaves the state as it was.
/// </param>
internal sealed record RecurrentSettings(bool Reverse, bool HasBias, bool HasState, bool HasMask = false)
{
    private int FirstState => HasBias ? 5 : 3;

    /// <summary>The inputs that hold numbers.</summary>
    public ReadOnlySpan<Tensor> Numbers(ReadOnlySpan<Tensor> inputs) => HasMask ? inputs[..^1] : inputs;

    /// <summary>The first states among the inputs of an operation.</summary>
    public ReadOnlySpan<Tensor> States(ReadOnlySpan<Tensor> inputs) => Numbers(inputs)[FirstState..];

    /// <summary>The mask among the last inputs of an operation, or nothing.</summary>
    public ReadOnlySpan<int> Mask(ReadOnlySpan<Tensor> inputs) => HasMask ? inputs[^1].Span<int>() : [];
}

/// <summary>What a recurrent operation computes, whatever its kernel.</summary>
internal interface IRecurrent
{
    /// <summary>The cell.</summary>
    RecurrentForm Form { get; }

    /// <summary>How sequences are read, and which inputs there are.</summary>
    RecurrentSettings Settings { get; }
}

/// <summary>
/// A recurrent layer over whole sequences. Inputs: x [n, steps, features], weights [gates hidden, features] and [gates hidden, hidden],
/// then two biases [gates hidden], the first states [n, hidden] and a mask of the steps [n, steps], where there are any. Outputs: the
/// hidden states [n, steps, hidden], the gates that the derivative needs, and the memory [n, steps, hidden]: the cell states of an LSTM.
/// At a step whose mask is 0 both states are those of the step before.
/// </summary>
internal sealed class RecurrentOperation<TCell>(RecurrentForm form, RecurrentSettings settings) : FloatingOperation, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public override string Name => form.Name;

    public RecurrentForm Form => form;

    public RecurrentSettings Settings => settings;

    protected internal override bool IsDifferentiable(int output) => output == 0 || (output == 2 && form.HasCell);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, weights, recurrent) = (inputs[0].Shape, inputs[1].Shape, inputs[2].Shape);
        var hidden = recurrent[1];
        if (x.Rank != 3 || weights[1] != x[2])
        {
            throw new ShapeException($"{Name}: sequences [n, steps, {weights[1]}] are needed, not {x}.");
        }

        var type = CommonType(settings.Numbers(inputs));
        if (settings.HasMask && (inputs[^1].Type != ElementType.Int32 || !inputs[^1].Shape.Equals(new Shape(x[0], x[1]))))
        {
            throw new ShapeException(
                $"{Name}: a mask of steps Int32 [{x[0]}, {x[1]}] is needed for {x}, not {inputs[^1].Type} {inputs[^1].Shape}.");
        }

        foreach (var state in settings.States(inputs))
        {
            if (!state.Shape.Equals(new Shape(x[0], hidden)))
            {
                throw new ShapeException($"{Name}: the first state must be [{x[0]}, {hidden}] for sequences {x}, not {state.Shape}.");
            }
        }

        return
        [
            new(new Shape(x[0], x[1], hidden), type),
            new(new Shape(x[0], x[1], TCell.Kept * hidden), type),
            new(new Shape(x[0], x[1], TCell.HasMemory ? hidden : 0), type),
        ];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0].Shape;
        var states = settings.States(inputs);
        RecurrentSequence.Forward<T, TCell>(
            new RecurrentShape(x[0], x[1], x[2], inputs[2].Shape[1], settings.Reverse),
            inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[2].Span<T>(),
            settings.HasBias ? inputs[3].Span<T>() : [], settings.HasBias ? inputs[4].Span<T>() : [],
            states.Length > 0 ? states[0].Span<T>() : [], states.Length > 1 ? states[1].Span<T>() : [],
            settings.Mask(inputs), outputs[0].Span<T>(), outputs[1].Span<T>(), outputs[2].Span<T>());
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (rows, weights, recurrent) = (inputs[0].Shape.Product(0, 2), inputs[1].Count, inputs[2].Count);
        return OperationCost.OfTraffic(inputs, outputs, flops: 2.0 * rows * (weights + recurrent));
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var inputs = entry.Inputs;
        if (Record.IsOn)
        {
            return Gradients.Through(RecurrentComposition.Of(form, settings, inputs), [outputGradients[0], outputGradients[2]], inputs);
        }

        var y = entry.Outputs[0];
        var outer = outputGradients[0] ?? Tensor.Zeros(y.Shape, y.Type);
        var operation = new RecurrentGradientOperation<TCell>(form, settings, outputGradients[2] is not null, inputs[0].RequiresGradient);
        Tensor[] memory = outputGradients[2] is { } flowing ? [flowing] : [];
        Tensor[] all = [.. inputs];
        var states = settings.States(all);
        Tensor[] mask = settings.HasMask ? [all[^1]] : [];
        var gradients = operation.Apply([outer, .. memory, inputs[0], inputs[1], inputs[2], .. entry.Outputs, .. states, .. mask]);
        return
        [
            gradients[2], gradients[3], gradients[4],
            .. settings.HasBias ? [gradients[5], gradients[TCell.IsSplit ? 6 : 5]] : Array.Empty<Tensor>(),
            .. gradients.AsSpan(7, states.Length),
            .. mask.Select(_ => (Tensor?)null),
        ];
    }
}
