namespace Descent;

/// <summary>Reverse-mode differentiation: walks the record backwards and applies the chain rule at each entry.</summary>
public static class Gradients
{
    /// <summary>
    /// The gradient of a scalar with respect to each of the given tensors, in their order and shapes; zeros where it does not depend on one.
    /// </summary>
    /// <param name="loss">What is differentiated: a tensor of one element.</param>
    /// <param name="variables">Tracked tensors (or parameters) that the loss was computed from.</param>
    /// <param name="differentiable">Whether the gradients are recorded too, so that they can be differentiated again.</param>
    /// <exception cref="ShapeException">The loss is not a single number.</exception>
    /// <exception cref="DescentException">A variable is not tracked, or was changed since the forward pass.</exception>
    public static Tensor[] Of(Tensor loss, IReadOnlyList<Tensor> variables, bool differentiable = false)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Count == 1
            ? Of(loss, Tensor.Ones(loss.Shape, loss.Type), variables, differentiable)
            : throw new ShapeException($"Only a single number has a gradient; the loss has the shape {loss.Shape}. Reduce it with Sum() or Mean(), or give the gradient that flows in.");
    }

    /// <summary>The gradients of the sum of <paramref name="output"/> times <paramref name="outputGradient"/>.</summary>
    /// <inheritdoc cref="Of(Tensor, IReadOnlyList{Tensor}, bool)"/>
    public static Tensor[] Of(Tensor output, Tensor outputGradient, IReadOnlyList<Tensor> variables, bool differentiable = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(outputGradient);
        ArgumentNullException.ThrowIfNull(variables);
        if (!output.Shape.Equals(outputGradient.Shape))
        {
            throw new ShapeException($"The gradient that flows in has the shape {outputGradient.Shape}, the output {output.Shape}; they must be equal.");
        }

        if (output.Type != outputGradient.Type)
        {
            throw new DescentException(
                $"The gradient that flows in holds {outputGradient.Type}, the output {output.Type}; convert it with To(ElementType.{output.Type}).");
        }

        Tensor[] WalkBack()
        {
            var walk = new Walk(variables);
            walk.Flow(output, outputGradient);
            return walk.Run();
        }

        return differentiable ? WalkBack() : Record.Without(WalkBack);
    }

    /// <summary>
    /// The gradients of outputs that were composed of the inputs of one operation, recorded if the record is on. They stop at the inputs:
    /// what these were computed from is not looked at, so each input's gradient is its own share.
    /// </summary>
    /// <param name="outputs">The outputs, composed of <paramref name="inputs"/>.</param>
    /// <param name="outputGradients">The gradients that flow in; null: zero.</param>
    /// <param name="inputs">The operation's inputs, no tensor twice; for those that are not tracked the result is null.</param>
    internal static Tensor?[] Through(IReadOnlyList<Tensor> outputs, ReadOnlySpan<Tensor?> outputGradients, IReadOnlyList<Tensor> inputs)
    {
        var tracked = inputs.Where(input => input.RequiresGradient).ToArray();
        var walk = new Walk(tracked, stopAtVariables: true);
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputGradients[i] is { } gradient)
            {
                walk.Flow(outputs[i], gradient);
            }
        }

        var gradients = walk.Run();
        var next = 0;
        return [.. inputs.Select(input => input.RequiresGradient ? gradients[next++] : null)];
    }

    private sealed class Walk
    {
        private readonly IReadOnlyList<Tensor> variables;
        private readonly HashSet<Tensor> ends = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<Tensor, Tensor> gradients = new(ReferenceEqualityComparer.Instance);
        private readonly PriorityQueue<Entry, long> pending = new();
        private readonly HashSet<Entry> seen = new(ReferenceEqualityComparer.Instance);

        public Walk(IReadOnlyList<Tensor> variables, bool stopAtVariables = false)
        {
            this.variables = variables;
            ends.UnionWith(stopAtVariables ? variables : []);
            for (var i = 0; i < variables.Count; i++)
            {
                if (!variables[i].RequiresGradient)
                {
                    throw new DescentException($"Variable {i} (shape {variables[i].Shape}) is not tracked: make it with Tracked() before computing with it.");
                }
            }
        }

        public Tensor[] Run()
        {
            while (pending.TryDequeue(out var entry, out _))
            {
                Backward(entry);
            }

            var result = new Tensor[variables.Count];
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = gradients.TryGetValue(variables[i], out var gradient) ? gradient : Tensor.Zeros(variables[i].Shape, variables[i].Type);
            }

            return result;
        }

        private void Backward(Entry entry)
        {
            entry.CheckUnchanged();
            var outputGradients = new Tensor?[entry.Outputs.Count];
            for (var i = 0; i < outputGradients.Length; i++)
            {
                outputGradients[i] = gradients.GetValueOrDefault(entry.Outputs[i]);
            }

            var inputGradients = entry.Operation.Gradient(entry, outputGradients);
            for (var i = 0; i < inputGradients.Length; i++)
            {
                if (inputGradients[i] is { } gradient && entry.Inputs[i].RequiresGradient)
                {
                    Flow(entry.Inputs[i], gradient);
                }
            }
        }

        public void Flow(Tensor tensor, Tensor gradient)
        {
            gradients[tensor] = gradients.TryGetValue(tensor, out var sum) ? sum + gradient : gradient;
            if (tensor.Source is { } source && !ends.Contains(tensor) && seen.Add(source))
            {
                // Later computations first: when an entry is reached, all that flows into its outputs has arrived.
                pending.Enqueue(source, -source.Sequence);
            }
        }
    }
}
