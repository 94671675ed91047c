using Descent.Kernels;

namespace Descent;

/// <summary>Looks at a model on a fixed batch of the training part, in a pass of its own that leaves parameters, statistics and random numbers as they are.</summary>
internal sealed class Prober
{
    private const int MostSamples = 128;
    private const int FewestSamples = 32;
    private const int MostNumbers = 1 << 16;
    private const string Purpose = "doctor";

    private readonly Layer model;
    private readonly Loss loss;
    private readonly Tensor inputs;
    private readonly Pass pass;

    public Prober(Layer model, Loss loss, Dataset train, ulong seed)
    {
        (this.model, this.loss) = (model, loss);
        var count = Math.Min(train.Count, Math.Clamp(MostNumbers / Math.Max(1, train.InputShape.Count), FewestSamples, MostSamples));
        var rows = Enumerable.Range(0, train.Count).ToArray();
        var stream = new RandomKey(seed, Purpose).Stream();
        stream.Shuffle(rows);
        Batch = new Batch(train, count);
        Batch.Fill(train, rows.AsSpan(0, count), 0, together: false);
        inputs = Batch.ToTensor();
        pass = PassOf(seed);
        try
        {
            Targets = Descent.Targets.For(loss, Batch, train, model.OutputShape(train.InputShape).Count);
        }
        catch (DescentException error)
        {
            Obstacle = error.Message;
        }
    }

    /// <summary>The samples that are looked at.</summary>
    public Batch Batch { get; }

    /// <summary>Their targets; null where the loss cannot take them.</summary>
    public Tensor? Targets { get; }

    /// <summary>Why the loss could not be computed; null while it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>A pass of training with random numbers of its own, in which nothing is kept.</summary>
    public static Pass PassOf(ulong seed)
    {
        var pass = Pass.Training(new RandomKey(seed, Purpose).Key);
        pass.KeepsStatistics = false;
        return pass;
    }

    /// <summary>Computes the model's output and writes down how.</summary>
    /// <exception cref="ShapeException">The model cannot take the samples as one batch.</exception>
    public ModelTrace Trace(int step)
    {
        pass.Begin(step);
        return ModelTrace.Of(model, inputs, pass);
    }

    /// <summary>Measures everything about a forward pass and its gradients.</summary>
    public Probe Measure(ModelTrace trace, int step, int epoch, double rate)
    {
        var (places, tensors) = Places(trace);
        var named = model.Parameters.Where(named => named.Parameter.Trainable).ToArray();
        var tracked = tensors.Where(tensor => tensor.RequiresGradient).ToArray();
        var gradients = Flow(trace.Output, [.. named.Select(one => one.Parameter.Value), .. tracked], out var mean);
        var flows = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (var i = 0; gradients.Length > 0 && i < tracked.Length; i++)
        {
            flows[tracked[i]] = gradients[named.Length + i];
        }

        return new Probe
        {
            Step = step,
            Epoch = epoch,
            Loss = mean,
            LearningRate = rate,
            Activations = [.. places.Select((place, i) => Measure(place, tensors[i], flows.GetValueOrDefault(tensors[i])))],
            Parameters = [.. named.Select((one, i) => new ParameterFacts(one.Path, one.Parameter.Shape.Rank, one.Parameter.Shape.Count)
            {
                Norm = Norm(one.Parameter.Value),
                GradientNorm = gradients.Length == 0 ? null : Norm(gradients[i]),
            })],
        };
    }

    /// <summary>The norm of a tensor's elements.</summary>
    public static double Norm(Tensor tensor)
    {
        var sum = 0.0;
        if (tensor.Type == ElementType.Float32)
        {
            foreach (var value in tensor.Span<float>())
            {
                sum += (double)value * value;
            }

            GC.KeepAlive(tensor);
            return Math.Sqrt(sum);
        }

        return Math.Sqrt(tensor.ToDoubles().Sum(value => value * value));
    }

    private Tensor[] Flow(Tensor output, Tensor[] variables, out double mean)
    {
        mean = double.NaN;
        if (Targets is null)
        {
            return [];
        }

        try
        {
            var total = loss.Total(output, Targets);
            mean = total.Weight == 0 ? 0 : total.Sum.Item() / total.Weight;
            return output.RequiresGradient ? Gradients.Of(total.Mean, variables) : [];
        }
        catch (DescentException error)
        {
            Obstacle ??= error.Message;
            return [];
        }
    }

    private static ActivationFacts Measure(ActivationFacts place, Tensor output, Tensor? gradient)
    {
        if (output.Type != ElementType.Float32)
        {
            return place;
        }

        var facts = ActivationMeasure.Describe(place, output);
        if (gradient is not null)
        {
            // The loss is a mean: times the samples, it is what one of them sends back.
            facts = facts with { GradientRms = Norm(gradient) / Math.Sqrt(Math.Max(1, gradient.Count)) * Math.Max(1, gradient.Shape[0]) };
        }

        return place.Function.Length > 0 ? ActivationMeasure.MeasureSlopes(facts, output) : facts;
    }

    /// <summary>What is measured: each innermost layer's output, and activation functions that a layer made of code calls.</summary>
    private static (List<ActivationFacts> Places, List<Tensor> Tensors) Places(ModelTrace trace)
    {
        var (places, tensors) = (new List<ActivationFacts>(), new List<Tensor>());
        var layers = trace.Layers.Select(layer => layer.Output).ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var traced in trace.Operations)
        {
            var output = traced.Outputs.Length > 0 ? traced.Outputs[0] : null;
            if (output is null || !output.Type.IsFloating() || output.Shape.Rank == 0)
            {
                continue;
            }

            var function = ActivationMeasure.Function(traced);
            if ((function is not null || layers.Contains(output)) && seen.Add(output))
            {
                places.Add(new ActivationFacts(traced.Path, traced.Layer.Describe(), function ?? ""));
                tensors.Add(output);
            }
        }

        return (places, tensors);
    }
}
