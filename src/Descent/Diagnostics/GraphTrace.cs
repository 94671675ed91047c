using System.Diagnostics;

namespace Descent;

/// <summary>One step, watched: every operation with its layer and its time, forward and backward.</summary>
internal sealed class GraphTrace : IExecutionObserver, ILayerObserver
{
    private const string LossPath = "loss";

    private readonly Layer model;
    private readonly Loss function;
    private readonly Dictionary<Layer, string> paths = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Layer> inside = new();
    private readonly List<Line> lines = [];
    private readonly Dictionary<Tensor, Tensor> gradients = new(ReferenceEqualityComparer.Instance);
    private readonly Tensor inputs;
    private readonly Tensor targets;
    private int forward;

    private GraphTrace(Layer model, Loss function, Tensor inputs, Tensor targets)
    {
        (this.model, this.function, this.inputs, this.targets) = (model, function, inputs, targets);
        Name(model, "");
    }

    /// <summary>The loss.</summary>
    public Tensor Loss { get; private set; } = null!;

    /// <summary>Computes a step and writes down how.</summary>
    public static GraphTrace Of(Layer model, Loss function, Tensor inputs, Tensor targets)
    {
        var trace = new GraphTrace(model, function, inputs, targets);
        Observation.With(trace, trace.Run);
        return trace;
    }

    /// <summary>The nodes, with the least time that any of the passes took for each.</summary>
    public IReadOnlyList<GraphNode> Nodes(IReadOnlyList<GraphTrace> passes)
    {
        var nodes = new List<GraphNode>();
        var places = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        GraphNode Begin(Tensor tensor, GraphNodeKind kind, string name, string path, string layer) => new()
        {
            Id = places[tensor] = nodes.Count,
            Kind = kind,
            Name = name,
            Path = path,
            Layer = layer,
            Shape = Lengths(tensor),
            Values = GraphValues.Of(tensor),
            Gradient = Gradient(tensor),
        };
        nodes.Add(Begin(inputs, GraphNodeKind.Input, "inputs", "", "the samples"));
        nodes.Add(Begin(targets, GraphNodeKind.Input, "targets", LossPath, "what is true"));
        var layers = paths.ToDictionary(pair => pair.Value, pair => pair.Key);
        foreach (var (path, parameter) in model.Parameters)
        {
            var at = path.LastIndexOf('.');
            var owner = at < 0 ? "" : path[..at];
            if (!places.ContainsKey(parameter.Value))
            {
                nodes.Add(Begin(parameter.Value, GraphNodeKind.Parameter, path, owner, layers.TryGetValue(owner, out var layer) ? layer.Describe() : ""));
            }
        }

        var owners = Owners();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Outputs.Length == 0)
            {
                continue;
            }

            var (path, layer) = owners[i];
            var cost = line.Operation.Cost(line.Inputs, line.Outputs);
            var formula = (line.Operation as IElementwiseFormula)?.Formula(Expression.Variable("x"));
            nodes.Add(Begin(line.Outputs[0], i < forward ? GraphNodeKind.Forward : GraphNodeKind.Backward, line.Operation.Name, path, layer) with
            {
                // What flows back begins at the loss.
                Inputs = [.. line.Inputs.Concat(i == forward ? [Loss] : []).Where(places.ContainsKey).Select(input => places[input]).Where(id => id != nodes.Count).Distinct()],
                Formula = formula is null ? null : MathMl.Formula(formula),
                Derivative = formula is null ? null : MathMl.Formula(formula.Derivative("x")),
                Seconds = passes.Where(pass => pass.lines.Count == lines.Count).Min(pass => pass.lines[i].Ticks) / (double)Stopwatch.Frequency,
                Flops = cost.Flops,
                Bytes = cost.Bytes,
            });
            foreach (var output in line.Outputs.Skip(1))
            {
                places[output] = nodes.Count - 1;
            }
        }

        return nodes;
    }

    void IExecutionObserver.Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks)
        => lines.Add(new Line(operation, inside.TryPeek(out var layer) ? layer : null, [.. inputs], [.. outputs], ticks));

    void IExecutionObserver.Updated(string optimizer, OperationCost cost, long ticks)
    {
    }

    void ILayerObserver.Entered(Layer layer) => inside.Push(layer);

    void ILayerObserver.Left(Layer layer, Tensor output) => inside.Pop();

    private void Run()
    {
        var pass = Pass.Training(0);
        pass.KeepsStatistics = false;
        var output = LayerObservation.With(this, () => model.Forward(inputs, pass));
        Loss = function.Compute(output, targets);
        forward = lines.Count;
        Tensor[] variables = [.. lines.SelectMany(line => line.Inputs.Concat(line.Outputs))
            .Where(tensor => tensor.RequiresGradient && tensor.Type.IsFloating())
            .Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>()];
        var slopes = Gradients.Of(Loss, variables);
        for (var i = 0; i < variables.Length; i++)
        {
            gradients[variables[i]] = slopes[i];
        }
    }

    /// <summary>
    /// The path and the words of the layer of each line. The backward pass goes through the forward one from its end, so a line belongs to the last
    /// computation, at or before the one that was reached, whose tensors it reads.
    /// </summary>
    private (string Path, string Layer)[] Owners()
    {
        var uses = new Dictionary<Tensor, List<int>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < forward; i++)
        {
            foreach (var tensor in lines[i].Inputs.Concat(lines[i].Outputs).Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>())
            {
                if (!uses.TryGetValue(tensor, out var list))
                {
                    uses[tensor] = list = [];
                }

                list.Add(i);
            }
        }

        var owners = new (string Path, string Layer)[lines.Count];
        var reached = forward - 1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (i >= forward)
            {
                var at = lines[i].Inputs.Where(uses.ContainsKey).SelectMany(input => uses[input]).Where(place => place <= reached).DefaultIfEmpty(-1).Max();
                reached = at < 0 ? reached : at;
            }

            var layer = lines[i < forward ? i : Math.Max(0, reached)].Layer;
            owners[i] = layer is null ? (LossPath, function.Name) : (paths.GetValueOrDefault(layer, ""), layer.Describe());
        }

        return owners;
    }

    private GraphValues? Gradient(Tensor tensor) => gradients.TryGetValue(tensor, out var gradient) ? GraphValues.Of(gradient) : null;

    private void Name(Layer layer, string path)
    {
        paths[layer] = path;
        foreach (var (name, inner) in layer.Children)
        {
            Name(inner, path.Length == 0 ? name : $"{path}.{name}");
        }
    }

    private static int[] Lengths(Tensor tensor) => [.. Enumerable.Range(0, tensor.Shape.Rank).Select(i => tensor.Shape[i])];

    private sealed record Line(Operation Operation, Layer? Layer, Tensor[] Inputs, Tensor[] Outputs, long Ticks);
}
