namespace Descent;

/// <summary>
/// Takes out of a program what depends on parameters alone, such as a weight laid out as a kernel reads it best: it is computed once, and
/// again when a parameter has changed. For programs of inference, whose parameters rarely do.
/// </summary>
internal static class Preparation
{
    /// <summary>The calls that are done beforehand; their results are kept.</summary>
    /// <param name="graph">The computation.</param>
    /// <param name="shared">What other programs have laid out already, and take from this one; null where there are none.</param>
    public static List<Call> Split(Graph graph, SharedPreparations? shared)
    {
        TransposeWeights(graph, shared);
        var prepared = PackWeights(graph, shared);
        graph.Calls.RemoveAll(call =>
        {
            if (call.Operation.HasEffect || !Array.TrueForAll(call.Inputs, input => input.Block.Kind is BlockKind.Kept or BlockKind.Constant))
            {
                return false;
            }

            foreach (var output in call.Outputs)
            {
                output.Block.Kind = BlockKind.Kept;
                output.Block.Storage = new Storage(Math.Max(output.Block.Bytes, 1), pinned: true);
            }

            prepared.Add(call);
            return true;
        });
        return prepared;
    }

    /// <summary>A weight that is read transposed is transposed beforehand: its product with a few rows then reads it once, as it lies.</summary>
    private static void TransposeWeights(Graph graph, SharedPreparations? shared)
    {
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            var call = graph.Calls[i];
            if (call.Operation is MatMulOperation { TransposesOnlyB: true } && call.Inputs[1] is { Block.Kind: BlockKind.Kept } weight)
            {
                var turned = graph.New(new Shape(weight.Shape[1], weight.Shape[0]), weight.Type);
                graph.Calls[i] = new Call(new MatMulOperation(false, false), [call.Inputs[0], turned], call.Outputs);
                var transposition = new Call(new PermuteOperation([1, 0]), [weight], [turned]);
                if (shared is not null)
                {
                    shared.Transpose(transposition);
                }
                else
                {
                    graph.Calls.Insert(i++, transposition);
                }
            }
        }
    }

    /// <summary>Convolutions get their weights laid out beforehand; the calls that do it.</summary>
    private static List<Call> PackWeights(Graph graph, SharedPreparations? shared)
    {
        var packings = new List<Call>();
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            var call = graph.Calls[i];
            if (call.Operation is Convolution2dOperation convolution
                && convolution.ReadsPackedWeights(call.Inputs[0].Shape, call.Inputs[1].Shape)
                && Array.TrueForAll(call.Inputs[1..], input => input.Block.Kind == BlockKind.Kept))
            {
                var packing = shared?.Pack(convolution.Options, call.Inputs[0].Shape, call.Inputs.AsSpan(1));
                if (packing is null)
                {
                    packing = new ConvolutionPacking(convolution.Options, call.Inputs[0].Shape);
                    packings.Add(new Call(new PackConvolutionOperation(packing), call.Inputs[1..], []));
                }

                graph.Calls[i] = new Call(new PackedConvolution2dOperation(packing), [call.Inputs[0]], call.Outputs);
            }
        }

        return packings;
    }
}
