namespace Descent.Onnx;

/// <summary>How one kind of operation is written as ONNX nodes.</summary>
internal abstract class OperationExport
{
    /// <summary>The operation's name, for the list of what can be exported.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this is the operation's kind.</summary>
    public abstract bool Takes(Operation operation);

    /// <summary>Writes nodes and says which of their outputs are the operation's.</summary>
    public abstract void Write(RecordedCall call, GraphWriter graph);
}

/// <summary>How one class of operations, or those with one interface, are written.</summary>
internal abstract class OperationExport<TOperation>(string name) : OperationExport
    where TOperation : class
{
    public sealed override string Name => name;

    public sealed override bool Takes(Operation operation) => operation is TOperation;

    public sealed override void Write(RecordedCall call, GraphWriter graph)
    {
        var inputs = Enumerable.Range(0, call.InputCount).Select(index => graph.Input(call, index)).ToArray();
        if (Write((TOperation)(object)call.First.Operation, call, inputs, graph) is { } output)
        {
            graph.Name(call.First.Outputs[0], call.Second.Outputs[0], output);
        }
    }

    /// <summary>Writes nodes and returns the name of the first output; null where it was named otherwise.</summary>
    protected abstract string? Write(TOperation operation, RecordedCall call, string[] inputs, GraphWriter graph);
}

/// <summary>An operation that is one ONNX operator with the same inputs.</summary>
/// <param name="name">The operation's name.</param>
/// <param name="type">The ONNX operator.</param>
internal sealed class DirectExport<TOperation>(string name, string type) : OperationExport<TOperation>(name)
    where TOperation : class
{
    protected override string Write(TOperation operation, RecordedCall call, string[] inputs, GraphWriter graph) => graph.Node(type, inputs);
}
