namespace Descent;

/// <summary>Is told which layers are computed on a thread, from the outermost inwards.</summary>
internal interface ILayerObserver
{
    /// <summary>A layer begins.</summary>
    void Entered(Layer layer);

    /// <summary>A layer has given its output.</summary>
    void Left(Layer layer, Tensor output);
}

/// <summary>Who watches the layers of the current thread. Nobody, as a rule: then a layer pays for one look at a field.</summary>
internal static class LayerObservation
{
    [ThreadStatic]
    private static ILayerObserver? current;

    /// <summary>The observer of this thread; null for none.</summary>
    public static ILayerObserver? Current => current;

    /// <summary>Computes something under the eyes of an observer.</summary>
    public static T With<T>(ILayerObserver observer, Func<T> compute)
    {
        var before = current;
        current = observer;
        try
        {
            return compute();
        }
        finally
        {
            current = before;
        }
    }
}
