namespace Descent;

/// <summary>Joins a cross-entropy and its gradient into one pass over the logits, where the gradient that flows in is known before.</summary>
internal static class CrossEntropyFusion
{
    public static void Apply(Graph graph)
    {
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            var forward = graph.Calls[i];
            if (forward.Operation is not CrossEntropyOperation operation)
            {
                continue;
            }

            var j = graph.Calls.FindIndex(i + 1, call => call.Operation is CrossEntropyGradientOperation
                && call.Inputs[0].Block.Kind == BlockKind.Constant
                && call.Inputs[1] == forward.Inputs[0] && call.Inputs[2] == forward.Inputs[1]);
            if (j > 0)
            {
                var backward = graph.Calls[j];
                graph.Calls[i] = new Call(
                    new CrossEntropyWithGradientOperation(operation.Options), [.. forward.Inputs, backward.Inputs[0]], [.. forward.Outputs, .. backward.Outputs]);
                graph.Calls.RemoveAt(j);
            }
        }
    }
}
