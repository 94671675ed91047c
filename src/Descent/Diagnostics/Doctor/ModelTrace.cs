namespace Descent;

/// <summary>An operation that a model computed, with the innermost layer that asked for it.</summary>
internal sealed record TracedOperation(Operation Operation, string Path, Layer Layer, Tensor[] Inputs, Tensor[] Outputs);

/// <summary>What an innermost layer made.</summary>
internal sealed record TracedLayer(string Path, Layer Layer, Tensor Output);

/// <summary>Every operation of one forward pass of a model, and which layer it belongs to: of layers from anywhere, whatever they are made of.</summary>
internal sealed class ModelTrace : IExecutionObserver, ILayerObserver
{
    private readonly Dictionary<Layer, string> paths = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Layer> inside = new();
    private readonly List<TracedOperation> operations = [];
    private readonly List<TracedLayer> layers = [];
    private readonly Dictionary<Tensor, TracedOperation> makers = new(ReferenceEqualityComparer.Instance);

    private ModelTrace(Layer model) => Name(model, "");

    /// <summary>The operations, in order.</summary>
    public IReadOnlyList<TracedOperation> Operations => operations;

    /// <summary>The layers without inner layers, in the order in which they were computed.</summary>
    public IReadOnlyList<TracedLayer> Layers => layers;

    /// <summary>The model's output.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>Computes a model's output and writes down how.</summary>
    public static ModelTrace Of(Layer model, Tensor input, Pass pass)
    {
        var trace = new ModelTrace(model);
        Observation.With(trace, () => trace.Output = LayerObservation.With(trace, () => model.Forward(input, pass)));
        return trace;
    }

    /// <summary>The operation that made a tensor; null for what came from outside.</summary>
    public TracedOperation? Maker(Tensor tensor) => makers.GetValueOrDefault(tensor);

    void IExecutionObserver.Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks)
    {
        if (!inside.TryPeek(out var layer))
        {
            return;
        }

        var traced = new TracedOperation(operation, paths.GetValueOrDefault(layer, ""), layer, [.. inputs], [.. outputs]);
        operations.Add(traced);
        foreach (var output in outputs)
        {
            makers[output] = traced;
        }
    }

    void IExecutionObserver.Updated(string optimizer, OperationCost cost, long ticks)
    {
    }

    void ILayerObserver.Entered(Layer layer) => inside.Push(layer);

    void ILayerObserver.Left(Layer layer, Tensor output)
    {
        inside.Pop();
        if (layer.Children.Count == 0)
        {
            layers.Add(new TracedLayer(paths.GetValueOrDefault(layer, ""), layer, output));
        }
    }

    private void Name(Layer layer, string path)
    {
        paths[layer] = path;
        foreach (var (name, inner) in layer.Children)
        {
            Name(inner, path.Length == 0 ? name : $"{path}.{name}");
        }
    }
}
