namespace Descent;

/// <summary>Decides what is recorded on the current thread.</summary>
public static class Record
{
    [ThreadStatic]
    private static bool paused;

    /// <summary>Whether computations on this thread are recorded.</summary>
    public static bool IsOn => !paused;

    /// <summary>Computes without recording: for evaluation, where no gradient will be asked for. Faster, and memory is free sooner.</summary>
    public static T Without<T>(Func<T> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var before = paused;
        paused = true;
        try
        {
            return compute();
        }
        finally
        {
            paused = before;
        }
    }

    internal static void Add(Operation operation, Tensor[] inputs, Tensor[] outputs)
    {
        if (paused || outputs.Length == 0 || !Array.Exists(inputs, input => input.RequiresGradient))
        {
            return;
        }

        var entry = new Entry(operation, inputs, outputs);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Type.IsFloating() && operation.IsDifferentiable(i))
            {
                outputs[i].Attach(entry);
            }
        }
    }
}
