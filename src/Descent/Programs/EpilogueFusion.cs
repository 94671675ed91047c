namespace Descent;

/// <summary>Joins elementwise operations to the matrix product or convolution whose result they alone read.</summary>
internal static class EpilogueFusion
{
    public static void Apply(Graph graph)
    {
        var readers = graph.Readers();
        var writers = new Dictionary<Block, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            var call = graph.Calls[i];
            if (call.Outputs.Length == 1 && Follow(graph, call, writers, readers) is { } joined)
            {
                call = graph.Calls[i] = joined;
            }

            foreach (var output in call.Outputs)
            {
                writers[output.Block] = i;
            }
        }

        graph.Calls.RemoveAll(call => call.Operation is Absorbed);
    }

    /// <summary>The call joined to one that computes an input of it, whose own place in the list is given up; null where none fits.</summary>
    private static Call? Follow(Graph graph, Call call, Dictionary<Block, int> writers, Dictionary<Block, int> readers)
    {
        for (var through = 0; through < call.Inputs.Length; through++)
        {
            var input = call.Inputs[through];
            if (!input.IsWhole || readers[input.Block] != 1 || !writers.TryGetValue(input.Block, out var at) || graph.Calls[at].Outputs.Length != 1)
            {
                continue;
            }

            // Addresses are taken once, so the others must not be inputs of the program, which lie elsewhere in each run.
            if (!Array.Exists(call.Inputs, operand => operand.Block.Kind == BlockKind.Input)
                && EpilogueOperation.Fuse(graph.Calls[at], call, through) is { } fused)
            {
                graph.Calls[at] = new Call(new Absorbed(), [], []);
                return fused;
            }
        }

        return null;
    }

    /// <summary>The place of a call that was joined to a later one.</summary>
    private sealed class Absorbed : Operation
    {
        public override string Name => "";

        protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [];

        protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        {
            // Nothing is left to do.
        }

        protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [];
    }
}
