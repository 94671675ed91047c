namespace Descent;

/// <summary>Is told what was computed on a thread and how long it took.</summary>
internal interface IExecutionObserver
{
    /// <summary>An operation was computed.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="inputs">What it was computed from.</param>
    /// <param name="outputs">What came out.</param>
    /// <param name="ticks">The time, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    void Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks);

    /// <summary>Parameters were changed by their gradients.</summary>
    /// <param name="optimizer">The optimizer's name.</param>
    /// <param name="cost">What the change takes at least.</param>
    /// <param name="ticks">The time, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    void Updated(string optimizer, OperationCost cost, long ticks);
}

/// <summary>Who watches the current thread. Nobody, as a rule: then a computation pays for one look at a field.</summary>
internal static class Observation
{
    [ThreadStatic]
    private static IExecutionObserver? current;

    /// <summary>The observer of this thread; null for none.</summary>
    public static IExecutionObserver? Current => current;

    /// <summary>Does something under the eyes of an observer.</summary>
    public static void With(IExecutionObserver observer, Action action)
    {
        var before = current;
        current = observer;
        try
        {
            action();
        }
        finally
        {
            current = before;
        }
    }
}
