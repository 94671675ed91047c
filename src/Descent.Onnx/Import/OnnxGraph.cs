namespace Descent.Onnx;

/// <summary>A node with the operator that computes it.</summary>
internal sealed record OnnxStep(NodeDefinition Node, OnnxOperator Operator);

/// <summary>A weight of a file.</summary>
internal sealed record OnnxWeight(string Name, Tensor Value, bool IsStatistic);

/// <summary>An ONNX graph that was checked: every operator is known, every input is there, and nodes stand in an order in which they can be computed.</summary>
internal sealed record OnnxGraph(
    IReadOnlyList<OnnxPort> Inputs,
    IReadOnlyList<OnnxPort> Outputs,
    IReadOnlyList<OnnxStep> Nodes,
    IReadOnlyDictionary<string, OnnxValue> Constants,
    IReadOnlyList<OnnxWeight> Weights)
{
    /// <summary>What wrote the file.</summary>
    public required string Producer { get; init; }

    /// <summary>The version of the operators.</summary>
    public required long OperatorSet { get; init; }

    /// <summary>Texts by name.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The operators and how often each is there.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; } = Nodes.GroupBy(step => step.Node.Type).OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count());
}
