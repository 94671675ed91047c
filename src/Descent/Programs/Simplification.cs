namespace Descent;

/// <summary>Takes away what need not be computed at every run.</summary>
internal static class Simplification
{
    /// <summary>What only constants go into is constant: its value of the captured run stays.</summary>
    public static void FoldConstants(Graph graph) => graph.Calls.RemoveAll(call =>
    {
        if (call.Operation.HasEffect || !Array.TrueForAll(call.Inputs, input => input.Block.Kind == BlockKind.Constant))
        {
            return false;
        }

        foreach (var output in call.Outputs)
        {
            output.Block.Kind = BlockKind.Constant;
        }

        return true;
    });

    /// <summary>A derivative that is a function of the output alone does not keep the input alive.</summary>
    public static void ForgetInputs(Graph graph)
    {
        foreach (var call in graph.Calls)
        {
            if (call.Operation is IElementwiseGradient { ReadsInput: false })
            {
                call.Inputs[1] = call.Inputs[2];
            }
        }
    }

    /// <summary>What nobody reads is not computed.</summary>
    public static void RemoveUnread(Graph graph)
    {
        var read = new HashSet<Block>(graph.Results.Select(result => result.Block), ReferenceEqualityComparer.Instance);
        for (var i = graph.Calls.Count - 1; i >= 0; i--)
        {
            var call = graph.Calls[i];
            if (call.Operation.HasEffect || Array.Exists(call.Outputs, output => read.Contains(output.Block)))
            {
                read.UnionWith(call.Inputs.Select(input => input.Block));
            }
            else
            {
                graph.Calls.RemoveAt(i);
            }
        }
    }

    /// <summary>
    /// Gives each result from a number on memory of its own, so that it may be changed in place: no constant, no input, not two results
    /// in one place.
    /// </summary>
    public static void SeparateResults(Graph graph, int first)
    {
        var taken = new HashSet<Block>(ReferenceEqualityComparer.Instance);
        for (var i = first; i < graph.Results.Length; i++)
        {
            var result = graph.Results[i];
            if (result.Block.Kind != BlockKind.Computed || !result.IsWhole || !taken.Add(result.Block))
            {
                graph.Results[i] = graph.New(result.Shape, result.Type);
                graph.Calls.Add(new Call(new CopyOperation(), [result], [graph.Results[i]]));
            }
        }
    }
}
