using System.Globalization;

namespace Descent.Onnx;

/// <summary>
/// A model that was read from an ONNX file: a layer like any other, computed by Descent's operations, with the file's weights as trainable
/// parameters under the file's names. Batch normalisations keep the statistics of the file.
/// </summary>
/// <example><c>var model = OnnxFile.Read("model.onnx"); var scores = model.Forward(batch);</c></example>
public sealed class OnnxModel : Layer
{
    private readonly OnnxGraph graph;
    private readonly Dictionary<string, Parameter> weights = [];
    private readonly Dictionary<string, int> lastReader = [];

    internal OnnxModel(OnnxGraph graph)
    {
        this.graph = graph;
        foreach (var (name, tensor, isStatistic) in graph.Weights)
        {
            var weight = Add(new Parameter(name, tensor.Shape, Constant.Zero, trainable: !isStatistic));
            weight.Convert(tensor.Type);
            weight.Load(tensor);
            weights[name] = weight;
        }

        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (var input in graph.Nodes[i].Node.Inputs)
            {
                lastReader[input] = i;
            }
        }
    }

    /// <summary>The inputs, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Inputs => graph.Inputs;

    /// <summary>The outputs, in the file's order.</summary>
    public IReadOnlyList<OnnxPort> Outputs => graph.Outputs;

    /// <summary>What wrote the file: name and version.</summary>
    public string Producer => graph.Producer;

    /// <summary>The version of the operators.</summary>
    public int OperatorSet => (int)graph.OperatorSet;

    /// <summary>The texts that the file carries, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => graph.Metadata;

    /// <summary>The operators and how often each is there.</summary>
    public IReadOnlyDictionary<string, int> Operators => graph.Operators;

    /// <summary>The outputs by name, for inputs by name.</summary>
    /// <param name="inputs">A tensor for each of <see cref="Inputs"/>.</param>
    /// <param name="pass">Training or evaluation; evaluation unless given.</param>
    /// <exception cref="ShapeException">An input is missing, or does not have the shape of the file; or a node cannot compute with what it is given.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, Pass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        EnsureInitialized();
        var values = new Dictionary<string, OnnxValue>(graph.Constants);
        var type = weights.Count > 0 ? weights.Values.First().Type : inputs.Values.FirstOrDefault(input => input.Type.IsFloating())?.Type ?? ElementType.Float32;
        if (type == ElementType.Float64)
        {
            foreach (var (name, constant) in graph.Constants.Where(pair => pair.Value.Tensor.Type == ElementType.Float32))
            {
                values[name] = constant.With(constant.Tensor.To(type));
            }
        }

        foreach (var (name, weight) in weights)
        {
            values[name] = weight.Value;
        }

        foreach (var port in Inputs)
        {
            values[port.Name] = Checked(port, inputs.GetValueOrDefault(port.Name)
                ?? throw new ShapeException($"There is no tensor for the input '{port}'. {NearestNames.Suggest(port.Name, inputs.Keys)}"));
        }

        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            Run(graph.Nodes[i], i, values, pass ?? Pass.Evaluation, type);
        }

        return graph.Outputs.ToDictionary(port => port.Name, port => values[port.Name].Tensor);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Record.Without(() => Forward(Tensor.Zeros(input.Prepend(1)))).Shape.Inner();
    }

    /// <inheritdoc/>
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture, $"onnx {string.Join(", ", Inputs)} -> {string.Join(", ", Outputs)}, {graph.Nodes.Count} nodes");

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Inputs.Count == 1
            ? Run(new Dictionary<string, Tensor> { [Inputs[0].Name] = input }, pass)[Outputs[0].Name]
            : throw new ShapeException($"The model has the inputs {string.Join(", ", Inputs)}: give them by name, with Run.");
    }

    private static OnnxValue Checked(OnnxPort port, Tensor tensor)
    {
        var fits = port.Lengths.Count == tensor.Shape.Rank || port.Lengths is ["?"];
        for (var axis = 0; fits && axis < port.Lengths.Count && port.Lengths is not ["?"]; axis++)
        {
            fits = !int.TryParse(port.Lengths[axis], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length == tensor.Shape[axis];
        }

        if (!fits)
        {
            throw new ShapeException($"The input '{port}' cannot be {tensor.Shape}.");
        }

        if (port.Type == "bool")
        {
            return new OnnxValue(tensor.To(ElementType.Float32), OnnxKind.Truths);
        }

        var wantsIntegers = port.Type.Contains("int", StringComparison.Ordinal);
        return wantsIntegers && tensor.Type.IsFloating() ? new WholeNumbersOperation().Apply(tensor)[0]
            : !wantsIntegers && !tensor.Type.IsFloating() ? tensor.To(ElementType.Float32)
            : tensor;
    }

    private void Run(OnnxStep step, int place, Dictionary<string, OnnxValue> values, Pass pass, ElementType type)
    {
        var node = step.Node;
        var inputs = node.Inputs.Select(name => name.Length == 0 ? null : values[name]).ToArray();
        OnnxValue[] outputs;
        try
        {
            outputs = step.Operator.Compute(new NodeCall(node, inputs, pass, type));
        }
        catch (Exception error) when (error is ShapeException or ArgumentException or OverflowException or IndexOutOfRangeException or InvalidOperationException or DivideByZeroException)
        {
            throw new ShapeException($"Node '{node.Name}' ({node.Type}) on {string.Join(", ", inputs.Select(input => input?.Shape.ToString() ?? "nothing"))}: {error.Message}");
        }

        for (var i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0)
            {
                values[node.Outputs[i]] = i < outputs.Length ? outputs[i] : throw new ShapeException($"Node '{node.Name}' ({node.Type}) has no output number {i} here.");
            }
        }

        // What nobody reads any more is let go.
        foreach (var name in node.Inputs.Where(name => lastReader[name] == place && graph.Outputs.All(port => port.Name != name)))
        {
            values.Remove(name);
        }
    }
}
