namespace Descent;

/// <summary>A recurrent layer over whole sequences step by step, of operations that each have derivatives of any order.</summary>
internal static class RecurrentComposition
{
    /// <summary>The hidden states and the cell states [n, steps, hidden], from the inputs of a recurrent operation.</summary>
    public static Tensor[] Of(RecurrentForm form, RecurrentSettings settings, IReadOnlyList<Tensor> inputs)
    {
        var (x, weights, recurrent) = (inputs[0], inputs[1], inputs[2]);
        var (samples, steps, hidden) = (x.Shape[0], x.Shape[1], recurrent.Shape[1]);
        var states = settings.States([.. inputs]).ToArray();
        var mask = settings.HasMask ? inputs[^1].To(x.Type) : null;
        var state = states.Length > 0 ? states[0] : Tensor.Zeros(new Shape(samples, hidden), x.Type);
        var cell = states.Length > 1 ? states[1] : Tensor.Zeros(new Shape(samples, hidden), x.Type);
        var (hiddens, cells) = (new Tensor[steps], new Tensor[steps]);
        for (var order = 0; order < steps; order++)
        {
            var step = settings.Reverse ? steps - 1 - order : order;
            var input = x.Slice(1, step, 1).Reshape(samples, x.Shape[2]).MatMul(weights, transposeOther: true);
            var own = state.MatMul(recurrent, transposeOther: true);
            var (nextState, nextCell) = settings.HasBias
                ? form.Step(input + inputs[3], own + inputs[4], state, cell)
                : form.Step(input, own, state, cell);
            var real = mask?.Slice(1, step, 1);
            state = real is null ? nextState : Tensor.Where(real, nextState, state);
            cell = real is null ? nextCell : Tensor.Where(real, nextCell, cell);
            hiddens[step] = state.Reshape(samples, 1, hidden);
            cells[step] = cell.Reshape(samples, 1, hidden);
        }

        return [Tensor.Concatenate(1, hiddens), Tensor.Concatenate(1, cells)];
    }
}
