namespace Descent.Onnx;

/// <summary>Which of the operations of two runs a graph needs.</summary>
internal static class RecordedCalls
{
    /// <summary>The operations that the result depends on and that depend on an input or a parameter themselves, in order.</summary>
    /// <param name="first">What was computed for the first batch.</param>
    /// <param name="second">What was computed for the second.</param>
    /// <param name="known">The inputs, parameters and whatever was computed before.</param>
    /// <param name="result">What is wanted.</param>
    /// <exception cref="DescentException">The two runs computed different operations.</exception>
    public static IReadOnlyList<RecordedCall> Needed(Tape first, Tape second, Predicate<ValueKey> known, ValueKey result)
    {
        if (!first.Lines.Select(line => line.Operation.Name).SequenceEqual(second.Lines.Select(line => line.Operation.Name)))
        {
            throw new DescentException("The model computes other operations for a batch of another size, so no one graph stands for it.");
        }

        var (made, calls) = (new HashSet<ValueKey>(), new List<RecordedCall>());
        bool Depends(ValueKey key) => made.Contains(key) || known(key);
        foreach (var call in first.Lines.Zip(second.Lines, (one, other) => new RecordedCall(one, other)))
        {
            // A view of the same shape at the same place is the value itself.
            if (Keys(call, outputs: false).Any(Depends) && !Keys(call, outputs: true).All(Depends))
            {
                made.UnionWith(Keys(call, outputs: true));
                calls.Add(call);
            }
        }

        var wanted = new HashSet<ValueKey> { result };
        var needed = new List<RecordedCall>();
        foreach (var call in Enumerable.Reverse(calls).Where(call => Keys(call, outputs: true).Any(wanted.Contains)))
        {
            wanted.UnionWith(Keys(call, outputs: false));
            needed.Add(call);
        }

        needed.Reverse();
        return needed;
    }

    /// <summary>The inputs or outputs of a call.</summary>
    public static IEnumerable<ValueKey> Keys(RecordedCall call, bool outputs) => outputs
        ? call.First.Outputs.Zip(call.Second.Outputs, ValueKey.Of)
        : call.First.Inputs.Zip(call.Second.Inputs, ValueKey.Of);
}
