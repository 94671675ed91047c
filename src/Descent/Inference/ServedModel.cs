using Descent.Kernels;

namespace Descent;

/// <summary>One trained model as a predictor uses it, with everything that belongs to it; another run's takes its place as a whole.</summary>
internal sealed class ServedModel
{
    /// <summary>Batches are cut into pieces of these sizes, the largest first, so that few programs serve all.</summary>
    private static readonly int[] Sizes = [256, 64, 16, 4, 1];

    private readonly InferencePool pool;
    private readonly TargetEncoding? target;
    private readonly IReadOnlyList<string> featureNames;
    private readonly Shape[] batches;
    private readonly int outputs;
    private readonly (Storage Storage, int Version)[] parameters;

    private ServedModel(
        Layer model, Loss loss, TaskKind task, Shape input, IReadOnlyList<string> outputNames, IReadOnlyList<string> featureNames, PredictorOptions options,
        double temperature)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostAtOnce, 1);
        var readable = new ReadableModel(model, loss, task, temperature);
        outputs = Record.Without(() => readable.OutputShape(input)).Count;
        if (outputs != outputNames.Count && !(outputs == 1 && outputNames.Count == 2 && task == TaskKind.Classification))
        {
            throw new ShapeException($"The model gives {outputs} numbers for a sample {input}, and there are names for {outputNames.Count}: {string.Join(", ", outputNames)}.");
        }

        // One prediction at a time sees what the parameters have become; several share layouts of them, which must stay true.
        parameters = options.MostAtOnce == 1 ? [] : [.. model.Parameters.Select(named => named.Parameter.Value.Storage).Select(storage => (storage, storage.Version))];
        pool = new InferencePool(readable, options.MostAtOnce);
        (Task, InputShape, OutputNames, this.featureNames) = (task, input, outputNames, featureNames);
        batches = Array.ConvertAll(Sizes, size => input.Prepend(size));
    }

    /// <summary>A model that reads arrays.</summary>
    public ServedModel(Layer model, Loss loss, ArrayEncoder encoder, PredictorOptions options, double temperature = 1)
        : this(model, loss, encoder.Task, encoder.InputShape, encoder.OutputNames, encoder.FeatureNames, options, temperature)
    {
        Scaling = encoder.Scaling;
    }

    /// <summary>A model that reads rows of a table.</summary>
    public ServedModel(
        Layer model, Loss loss, TabularEncoder encoder, Shape input, IReadOnlyList<string> outputNames, PredictorOptions options, double temperature = 1)
        : this(
            model, loss, encoder.Target.Task, input, outputNames, encoder.FeatureNames, options, temperature)
    {
        Rows = new RowEncoder(encoder, options.UnknownCategory);
        target = encoder.Target.Task == TaskKind.Regression ? encoder.Target : null;
    }

    /// <summary>Whether a class or values are predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>The shape of a sample.</summary>
    public Shape InputShape { get; }

    /// <summary>The numbers of a sample.</summary>
    public int InputCount => InputShape.Count;

    /// <summary>The classes, or the values' names.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>How rows become numbers; null for arrays.</summary>
    public RowEncoder? Rows { get; }

    /// <summary>How stored numbers become inputs; null where they are inputs.</summary>
    public InputScaling? Scaling { get; }

    /// <summary>How many weights were laid out for all predictions.</summary>
    public int Preparations => pool.Preparations;

    /// <summary>The number of predictions that have working memory.</summary>
    public int Slots => pool.Made;

    /// <summary>Computes a row of <see cref="OutputNames"/> for each sample.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="results">Takes the outputs.</param>
    /// <param name="active">How many predictions are under way in this process.</param>
    public void Run<TSource>(TSource source, Span<double> results, ref int active)
        where TSource : IInputSource, allows ref struct
    {
        foreach (var (storage, version) in parameters)
        {
            if (storage.Version != version)
            {
                throw new DescentException("The model was trained or loaded since the predictor was made, and predictions share its weights: make another predictor.");
            }
        }

        var (slot, alone) = (pool.Rent(), Workers.Alone);
        try
        {
            var left = source.Count;
            for (var (first, size) = (0, 0); left > 0; first += Sizes[size], left -= Sizes[size])
            {
                while (Sizes[size] > left)
                {
                    size++;
                }

                // Beside other predictions the team of workers would only take their processors.
                Workers.Alone = alone || Volatile.Read(ref active) > 1;
                var count = Sizes[size];
                source.Write(first, count, slot.Inputs(count * InputCount), this);
                Read(slot.Run(batches[size], count * outputs), results.Slice(first * OutputNames.Count, count * OutputNames.Count), first);
            }
        }
        finally
        {
            Workers.Alone = alone;
            pool.Return(slot);
        }
    }

    /// <summary>The error for an input that is no number.</summary>
    public DataException NotFinite(int sample, int element, float value)
    {
        var name = element < featureNames.Count ? featureNames[element] : null;
        return new DataException(FormattableString.Invariant($"Sample {sample + 1}, {(name is null ? $"element {element}" : $"column '{name}'")} is {value}; finite numbers are needed."))
        {
            Column = name,
        };
    }

    private void Read(ReadOnlySpan<float> from, Span<double> to, int first)
    {
        var single = from.Length < to.Length;
        for (var i = 0; i < from.Length; i++)
        {
            double value = from[i];
            if (!double.IsFinite(value))
            {
                throw new NonFiniteException(
                    FormattableString.Invariant($"Sample {first + (i / outputs) + 1}: the model's output '{OutputNames[i % outputs]}' is {value}. ")
                    + "Its inputs are finite, so its parameters are too large or not finite themselves: train it again.");
            }

            if (single)
            {
                (to[2 * i], to[(2 * i) + 1]) = (1 - value, value);
            }
            else
            {
                to[i] = target?.Decode(value) ?? value;
            }
        }
    }
}
