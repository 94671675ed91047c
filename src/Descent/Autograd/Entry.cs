namespace Descent;

/// <summary>One line of the record: an operation, what went in and what came out.</summary>
public sealed class Entry
{
    private static long created;

    private readonly int[] inputVersions;

    internal Entry(Operation operation, Tensor[] inputs, Tensor[] outputs)
    {
        Operation = operation;
        Inputs = inputs;
        Outputs = outputs;
        Sequence = Interlocked.Increment(ref created);
        inputVersions = Array.ConvertAll(inputs, input => input.Storage.Version);
    }

    /// <summary>The operation that was computed.</summary>
    public Operation Operation { get; }

    /// <summary>What it was computed from.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What came out.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The place in the order of computation: an entry's inputs always have smaller numbers.</summary>
    public long Sequence { get; }

    /// <summary>Refuses to differentiate a record whose inputs were changed in place since.</summary>
    internal void CheckUnchanged()
    {
        for (var i = 0; i < inputVersions.Length; i++)
        {
            if (Inputs[i].Storage.Version != inputVersions[i])
            {
                throw new DescentException(
                    $"Input {i} of '{Operation.Name}' (shape {Inputs[i].Shape}) was changed after the forward pass, by an optimizer step or by loading. "
                    + "Compute the loss again before asking for its gradient.");
            }
        }
    }
}
