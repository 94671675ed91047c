namespace Descent;

/// <summary>
/// One forward pass with its record, layer by layer, and all gradients of the loss. Node 0 is the input, node i + 1 the output of layer i.
/// </summary>
internal sealed class NetworkTrace
{
    // The multiplications and additions that may be spent on the differences of norms: some seconds of one core.
    private const double MostWork = 5e10;

    private readonly Loss loss;
    private readonly Tensor target;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<Tensor, double[]> gradients = new(ReferenceEqualityComparer.Instance);

    /// <summary>Computes loss and gradients in Float64; the model is converted.</summary>
    public NetworkTrace(Layer model, Loss loss, Tensor input, Tensor target, CancellationToken cancellation = default)
    {
        (this.loss, Model, this.cancellation) = (loss, model, cancellation);
        model.Convert(ElementType.Float64);
        this.target = target.Type.IsFloating() ? target.To(ElementType.Float64) : target;
        Layers = [.. InOrder(model)];
        var nodes = new List<Tensor> { input.To(ElementType.Float64).Detached().Tracked() };
        foreach (var layer in Layers)
        {
            cancellation.ThrowIfCancellationRequested();
            nodes.Add(layer.Forward(nodes[^1], Pass.Evaluation));
        }

        Nodes = nodes;
        Loss = loss.Compute(Prediction, this.target);
        Parameters = [.. model.Parameters.Where(named => named.Parameter.Trainable)];
        HasDifferences = Work(Loss) * 6 * (Parameters.Count + nodes.Count) <= MostWork;
        Tensor[] variables = [.. nodes.Concat(Parameters.Select(named => named.Parameter.Value)).Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>().Where(tensor => tensor.RequiresGradient)];
        var slopes = Gradients.Of(Loss, variables);
        for (var i = 0; i < variables.Length; i++)
        {
            gradients.Add(variables[i], slopes[i].ToDoubles());
        }
    }

    public Layer Model { get; }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>What went in, and what came out of each layer.</summary>
    public IReadOnlyList<Tensor> Nodes { get; }

    public Tensor Prediction => Nodes[^1];

    public Tensor Target => target;

    public Tensor Loss { get; }

    public Loss LossFunction => loss;

    /// <summary>What training changes.</summary>
    public IReadOnlyList<NamedParameter> Parameters { get; }

    /// <summary>Whether the network is small enough for a difference beside the norm of each gradient.</summary>
    public bool HasDifferences { get; }

    /// <summary>The number of samples.</summary>
    public int Samples => Nodes[0].Shape[0];

    /// <summary>The derivative of the loss with respect to each element of a node or parameter.</summary>
    public double[] Gradient(Tensor tensor) => gradients[tensor];

    /// <summary>Whether training changes anything of a parameter.</summary>
    public bool HasGradient(Parameter parameter) => gradients.ContainsKey(parameter.Value);

    /// <summary>The parameters within a layer, with their names in the model.</summary>
    public IEnumerable<NamedParameter> ParametersOf(int layer)
        => Model.Parameters.Where(named => Layers[layer].Parameters.Any(own => own.Parameter == named.Parameter));

    /// <summary>The first layer that holds a parameter.</summary>
    public int LayerOf(Parameter parameter)
        => Enumerable.Range(0, Layers.Count).First(layer => Layers[layer].Parameters.Any(own => own.Parameter == parameter));

    /// <summary>Whether a layer gives back what it gets.</summary>
    public bool IsIdentity(int layer) => ReferenceEquals(Nodes[layer], Nodes[layer + 1]);

    /// <summary>The first node that holds the same tensor.</summary>
    public int First(int node) => node > 0 && IsIdentity(node - 1) ? First(node - 1) : node;

    /// <summary>The first layer that does something with a node; the number of layers if it is the prediction.</summary>
    public int Consumer(int node) => node < Layers.Count && IsIdentity(node) ? Consumer(node + 1) : node;

    /// <summary>The formula of a layer that is one elementwise operation of the record; null for others.</summary>
    public IElementwiseFormula? Elementwise(int layer)
        => Nodes[layer + 1].Source is { Operation: IElementwiseFormula formula } entry && ReferenceEquals(entry.Inputs[0], Nodes[layer]) ? formula : null;

    /// <summary>The names of the operations that the record holds between a layer's input and its output, in order.</summary>
    public IReadOnlyList<string> Operations(int layer)
    {
        var found = new SortedDictionary<long, string>();
        var pending = new Stack<Entry?>([Nodes[layer + 1].Source]);
        var start = Nodes[layer].Source;
        while (pending.TryPop(out var entry))
        {
            if (entry is not null && entry != start && found.TryAdd(entry.Sequence, entry.Operation.Name))
            {
                Array.ForEach([.. entry.Inputs], input => pending.Push(input.Source));
            }
        }

        return [.. found.Values];
    }

    /// <summary>The loss by differences, with respect to one element of a node.</summary>
    public double NodeDifference(int node, int element)
    {
        double At(double offset) => LossFrom(node, Moved(node, element, offset));
        return FiniteDifference.Nearest(At, Gradient(Nodes[node])[element]);
    }

    /// <summary>The loss by differences, moving a whole node along its gradient: the gradient's norm.</summary>
    public double NodeDifferenceAlongGradient(int node)
    {
        var slopes = Gradient(Nodes[node]);
        var norm = Norm(slopes);
        var values = Nodes[node].ToDoubles();
        double At(double offset) => LossFrom(node, Tensor.From<double>(Along(values, slopes, norm, offset), Nodes[node].Shape));
        return FiniteDifference.Nearest(At, norm);
    }

    /// <summary>One element of a layer's output by differences, with respect to an element of its input.</summary>
    public double LocalDifference(int layer, int from, int to, double derivative)
        => FiniteDifference.Nearest(offset => OutputOf(layer, Moved(layer, from, offset), to), derivative);

    /// <summary>One element of a layer's output by differences, with respect to an element of one of its parameters.</summary>
    public double LocalDifference(int layer, Parameter parameter, int from, int to, double derivative)
        => WithParameter(parameter, derivative, Moved(parameter, from), () => OutputOf(layer, Nodes[layer], to));

    /// <summary>
    /// The derivative of each element of a layer's output with respect to one element of its input or of a parameter, from the record: the
    /// derivative of a gradient with respect to what flows in.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameter">The parameter; null for the input.</param>
    /// <param name="element">The element.</param>
    /// <param name="replaced">An input in place of the layer's own; null for that.</param>
    public double[] Local(int layer, Parameter? parameter, int element, Tensor? replaced = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var input = (replaced ?? Nodes[layer]).Detached().Tracked();
        var output = Layers[layer].Forward(input, Pass.Evaluation);
        var flow = Tensor.Ones(output.Shape, ElementType.Float64).Tracked();
        var slopes = Gradients.Of(output, flow, [parameter is null ? input : parameter.Value], differentiable: true)[0];
        var slope = slopes.Reshape(slopes.Count).Slice(0, element, 1).Sum();
        return slope.RequiresGradient ? Gradients.Of(slope, [flow])[0].ToDoubles() : new double[output.Count];
    }

    /// <summary>The output of a layer through which an element of its input or of a parameter changes the loss most; null for none.</summary>
    public int? Steepest(int layer, Parameter? parameter, int element)
    {
        var flow = Gradient(Nodes[layer + 1]);
        var (index, size) = Local(layer, parameter, element).Index().Select(each => (each.Index, Size: Math.Abs(each.Item * flow[each.Index])))
            .MaxBy(each => each.Size);
        return size > 0 ? index : null;
    }

    /// <summary>The derivative of one element of an elementwise layer's output with respect to its input, from the record.</summary>
    public double LocalDerivative(int layer, int element)
    {
        var input = Nodes[layer].Detached().Tracked();
        var output = Layers[layer].Forward(input, Pass.Evaluation);
        return Gradients.Of(output.Reshape(output.Count).Slice(0, element, 1).Sum(), [input])[0].ToDoubles()[element];
    }

    /// <summary>The loss by differences, with respect to one element of a parameter.</summary>
    public double ParameterDifference(Parameter parameter, int element, double derivative)
        => WithParameter(parameter, derivative, Moved(parameter, element), () => LossWith(parameter));

    /// <summary>The loss by differences, moving a whole parameter along its gradient: the gradient's norm.</summary>
    public double ParameterDifferenceAlongGradient(Parameter parameter, double[] slopes)
    {
        var values = parameter.Value.ToDoubles();
        var norm = Norm(slopes);
        return WithParameter(parameter, norm, offset => Along(values, slopes, norm, offset), () => LossWith(parameter));
    }

    /// <summary>The Euclidean norm.</summary>
    public static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private static double[] Along(double[] values, double[] slopes, double norm, double offset)
        => norm == 0 ? values : [.. values.Select((value, i) => value + (offset * slopes[i] / norm))];

    private static Func<double, double[]> Moved(Parameter parameter, int element)
    {
        var values = parameter.Value.ToDoubles();
        return offset =>
        {
            var moved = values.ToArray();
            moved[element] += offset;
            return moved;
        };
    }

    private static double WithParameter(Parameter parameter, double derivative, Func<double, double[]> moved, Func<double> measure)
    {
        var before = parameter.Value.ToDoubles();
        double At(double offset)
        {
            moved(offset).CopyTo(parameter.Change<double>());
            return measure();
        }

        try
        {
            return FiniteDifference.Nearest(At, derivative);
        }
        finally
        {
            before.CopyTo(parameter.Change<double>());
        }
    }

    private Tensor Moved(int node, int element, double offset)
    {
        var values = Nodes[node].ToDoubles();
        values[element] += offset;
        return Tensor.From<double>(values, Nodes[node].Shape);
    }

    private double OutputOf(int layer, Tensor input, int element)
        => Descent.Record.Without(() => Layers[layer].Forward(input, Pass.Evaluation)).ToDoubles()[element];

    private double LossWith(Parameter parameter)
    {
        var layer = LayerOf(parameter);
        return LossFrom(layer, Nodes[layer]);
    }

    private double LossFrom(int node, Tensor value) => Descent.Record.Without(() =>
    {
        for (var layer = node; layer < Layers.Count; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            value = Layers[layer].Forward(value, Pass.Evaluation);
        }

        return loss.Compute(value, target);
    }).Item();

    private static IEnumerable<Layer> InOrder(Layer layer)
        => layer is Sequential ? layer.Children.SelectMany(child => InOrder(child.Layer)) : [layer];

    /// <summary>The floating-point operations, or elements at least, of everything that the record holds.</summary>
    private static double Work(Tensor result)
    {
        var (work, seen) = (0.0, new HashSet<Entry>());
        var pending = new Stack<Entry?>([result.Source]);
        while (pending.TryPop(out var entry))
        {
            if (entry is not null && seen.Add(entry))
            {
                Tensor[] inputs = [.. entry.Inputs], outputs = [.. entry.Outputs];
                work += Math.Max(entry.Operation.Cost(inputs, outputs).Flops, outputs.Sum(output => (double)output.Count));
                Array.ForEach(inputs, input => pending.Push(input.Source));
            }
        }

        return work;
    }
}
