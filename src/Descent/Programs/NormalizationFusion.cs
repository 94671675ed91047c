namespace Descent;

/// <summary>An elementwise operation that can be done by a batch normalisation as it writes its result.</summary>
internal interface IFollowsNormalization
{
    /// <summary>The operation that normalises, adds a residual where there is one (as the last input), and goes on with this.</summary>
    Operation After(BatchNormalizationOperation normalization, bool hasResidual);
}

/// <summary>Joins a batch normalisation with the residual that is added to it and the activation that follows.</summary>
internal static class NormalizationFusion
{
    public static void Apply(Graph graph)
    {
        var readers = graph.Readers();
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            if (graph.Calls[i].Operation is BatchNormalizationOperation normalization)
            {
                Join(graph, i, normalization, readers);
            }
        }
    }

    private static void Join(Graph graph, int at, BatchNormalizationOperation normalization, Dictionary<Block, int> readers)
    {
        var call = graph.Calls[at];
        var next = OnlyReader(graph, at, call.Outputs[0], readers);
        Operand? residual = null;
        if (next is { Operation: AddOperation } sum)
        {
            var other = sum.Inputs[sum.Inputs[0].Block == call.Outputs[0].Block ? 1 : 0];
            if (!other.Shape.Equals(call.Outputs[0].Shape) || IsComputedFrom(graph, at, other.Block))
            {
                return;
            }

            residual = other;
            next = OnlyReader(graph, at, sum.Outputs[0], readers);
        }

        if (next is { Operation: IFollowsNormalization follower })
        {
            graph.Calls[at] = new Call(
                follower.After(normalization, residual is not null),
                residual is { } added ? [.. call.Inputs, added] : call.Inputs,
                [next.Outputs[0], .. call.Outputs[1..]]);
            graph.Calls.RemoveAll(one => one == next || (residual is not null && one.Operation is AddOperation && one.Outputs[0].Block == next.Inputs[0].Block));
        }
    }

    /// <summary>The only call that reads a tensor, where there is just one and it reads all of it under the same shape.</summary>
    private static Call? OnlyReader(Graph graph, int after, Operand tensor, Dictionary<Block, int> readers)
        => readers.GetValueOrDefault(tensor.Block) == 1
            ? graph.Calls.Skip(after + 1).FirstOrDefault(call => call.Inputs.Contains(tensor) && call.Outputs is [var output] && output.Shape.Equals(tensor.Shape))
            : null;

    /// <summary>Whether a block is computed at a place in the list or later.</summary>
    private static bool IsComputedFrom(Graph graph, int place, Block block)
        => graph.Calls.Skip(place).Any(call => Array.Exists(call.Outputs, output => output.Block == block));
}
