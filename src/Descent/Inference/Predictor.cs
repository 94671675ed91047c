using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Descent;

/// <summary>
/// A trained model for an application: rows of a table or arrays go in, classes with probabilities or values in their own unit come out. Any
/// number of threads may use it at once; each has a program of its own, and all share the weights. Once warm, the methods
/// that write into the caller's memory allocate nothing.
/// </summary>
/// <remarks>
/// The numbers are those of <c>descent predict</c>, which works in the same way. Beside other predictions one runs on its caller's thread
/// alone; a single one uses all <see cref="Kernels.Workers"/>. Durations and counts are measured as <see cref="Telemetry"/> says.
/// </remarks>
public sealed partial class Predictor
{
    // Of the process: all predictors share its processors.
    private static int active;

    private readonly PredictorOptions options;
    private readonly ILogger logger;
    private ServedModel served;

    private Predictor(ServedModel served, string name, PredictorOptions options)
    {
        (this.served, Name, this.options, logger) = (served, options.Name ?? name, options, options.Logger);
    }

    /// <summary>The model's name in logs and telemetry.</summary>
    public string Name { get; }

    /// <summary>Whether a class or values are predicted.</summary>
    public TaskKind Task => served.Task;

    /// <summary>The classes in the order of their probabilities, or the names of the values.</summary>
    public IReadOnlyList<string> OutputNames => served.OutputNames;

    /// <summary>The shape of one sample: [64], [3, 32, 32]; for a table the number of its features.</summary>
    public Shape InputShape => served.InputShape;

    /// <summary>The columns that a row needs, each with a value or none; empty for a model that reads arrays.</summary>
    public IReadOnlyList<string> Columns => [.. served.Rows?.Columns ?? []];

    /// <summary>Loads a run folder that <c>descent train</c> or a <see cref="TrainingSession"/> made.</summary>
    /// <param name="runFolder">The folder.</param>
    /// <param name="options">How to work; the defaults unless given.</param>
    /// <exception cref="DataException">It is no run folder, or its training has not ended yet.</exception>
    /// <exception cref="ModelFileException">The model file is damaged, or another model's.</exception>
    public static Predictor Load(string runFolder, PredictorOptions? options = null) => Of(SavedRun.Load(runFolder), options);

    /// <summary>A predictor for a run that was loaded.</summary>
    public static Predictor Of(SavedRun run, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        options ??= new PredictorOptions();
        var predictor = new Predictor(run.Serve(options), run.Name, options);
        predictor.LogLoaded(predictor.Name, run.Path);
        return predictor;
    }

    /// <summary>A predictor for a model in memory, whose parameters stay as they are from now on.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="loss">The loss that it was trained with; it says what the outputs are.</param>
    /// <param name="inputs">What its inputs and outputs are: <c>ArrayEncoder.Of(training)</c>.</param>
    /// <param name="options">How to work; the defaults unless given.</param>
    /// <exception cref="ShapeException">The model's outputs are not as many as there are names.</exception>
    public static Predictor Of(Layer model, Loss loss, ArrayEncoder inputs, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= new PredictorOptions();
        return new Predictor(new ServedModel(model, loss, inputs, options), "model", options);
    }

    /// <summary>
    /// Takes another run's model in place of the present one. Predictions that are under way end with the one they began with; none is lost.
    /// </summary>
    /// <exception cref="DataException">The folder is no finished run, or its columns, shapes or classes are others; the present model stays.</exception>
    /// <exception cref="ModelFileException">The model file is damaged; the present model stays.</exception>
    public void Reload(string runFolder)
    {
        var run = SavedRun.Load(runFolder);
        var next = run.Serve(options);
        var former = Volatile.Read(ref served);
        var fits = next.Task == former.Task && next.OutputNames.SequenceEqual(former.OutputNames)
            && (next.Rows is null ? former.Rows is null && next.InputShape.Equals(former.InputShape) : former.Rows is not null && next.Rows.TakesRowsOf(former.Rows));
        if (!fits)
        {
            throw new DataException(
                $"'{runFolder}' has other columns, shapes or classes than the model in use, so requests made for that would be answered wrongly. Make another predictor for it.");
        }

        Volatile.Write(ref served, next);
        Telemetry.Reloads.Add(1, new KeyValuePair<string, object?>(Telemetry.ModelAttribute, Name));
        LogReloaded(Name, runFolder);
    }

    /// <summary>A row to fill; rows may be kept and used again.</summary>
    /// <exception cref="DataException">The model reads arrays.</exception>
    public PredictorRow NewRow() => new(served.Rows ?? throw new DataException(
        $"The model was trained on arrays {InputShape}, not on a table; give a sample's numbers instead of a row."));

    /// <summary>Predicts for samples given as numbers, into the caller's memory. Allocates nothing once warm.</summary>
    /// <param name="samples">
    /// One sample after another, in the unit that they were stored in for training (pixels 0 to 255); for a table, encoded features.
    /// </param>
    /// <param name="outputs">Takes a row of <see cref="OutputNames"/> for each: probabilities, or values in their own unit.</param>
    /// <exception cref="ShapeException">The numbers are not a whole number of samples, or the outputs' not of rows.</exception>
    /// <exception cref="DataException">A number is not finite; sample and column are named.</exception>
    public void Predict(ReadOnlySpan<float> samples, Span<double> outputs)
    {
        var model = Volatile.Read(ref served);
        if (samples.Length == 0 || samples.Length % model.InputCount != 0)
        {
            throw new ShapeException($"A sample {model.InputShape} has {model.InputCount} numbers; {samples.Length} numbers are not a whole number of samples.");
        }

        Run(model, new StoredSamples(samples, model.InputCount), outputs);
    }

    /// <summary>Predicts for one row, into the caller's memory. Allocates nothing once warm.</summary>
    /// <param name="row">The row, every column set.</param>
    /// <param name="outputs">Takes a number for each of <see cref="OutputNames"/>.</param>
    /// <exception cref="DataException">A column was not set, or is a category that the training data did not have; it is named.</exception>
    /// <exception cref="ShapeException">There is not room for exactly one row of outputs.</exception>
    public void Predict(PredictorRow row, Span<double> outputs)
    {
        ArgumentNullException.ThrowIfNull(row);
        Run(ForRows(), new OneRow(row), outputs);
    }

    /// <summary>Predicts for one sample.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, Span{double})"/>
    public Prediction Predict(ReadOnlySpan<float> sample)
    {
        var model = Volatile.Read(ref served);
        if (sample.Length != model.InputCount)
        {
            throw new ShapeException($"A sample {model.InputShape} has {model.InputCount} numbers, not {sample.Length}.");
        }

        var outputs = new double[model.OutputNames.Count];
        Run(model, new StoredSamples(sample, model.InputCount), outputs);
        return new Prediction(model.Task, model.OutputNames, outputs);
    }

    /// <summary>Predicts for one row.</summary>
    /// <inheritdoc cref="Predict(PredictorRow, Span{double})"/>
    public Prediction Predict(PredictorRow row) => Predict([row])[0];

    /// <summary>Predicts for rows.</summary>
    /// <exception cref="DataException">A column was not set, or is a category that the training data did not have; row and column are named.</exception>
    public Prediction[] Predict(params IReadOnlyList<PredictorRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var model = ForRows();
        var width = model.OutputNames.Count;
        var outputs = new double[rows.Count * width];
        if (rows.Count == 1)
        {
            Run(model, new OneRow(rows[0]), outputs);
        }
        else if (rows.Count > 1)
        {
            Run(model, new ManyRows(rows), outputs);
        }

        return [.. outputs.Chunk(width).Select(row => new Prediction(model.Task, model.OutputNames, row))];
    }

    /// <summary>The number of predictions that have working memory, for the tests of its bound.</summary>
    internal int Slots => served.Slots;

    /// <summary>The number of weights that were laid out, for the tests of what predictions share.</summary>
    internal int Preparations => served.Preparations;

    private ServedModel ForRows()
    {
        var model = Volatile.Read(ref served);
        return model.Rows is not null ? model : throw new DataException($"The model was trained on arrays {model.InputShape}, not on a table; give a sample's numbers.");
    }

    private void Run<TSource>(ServedModel model, TSource source, Span<double> outputs)
        where TSource : IInputSource, allows ref struct
    {
        if (outputs.Length != source.Count * model.OutputNames.Count)
        {
            throw new ShapeException($"{source.Count} samples give {source.Count * model.OutputNames.Count} numbers, {model.OutputNames.Count} each, but there is room for {outputs.Length}.");
        }

        var measure = Telemetry.StartPrediction(Name, source.Count);
        Interlocked.Increment(ref active);
        try
        {
            model.Run(source, outputs, ref active);
        }
        catch (DescentException error)
        {
            measure.Failed(error);
            LogRefused(Name, error.Message);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref active);
            measure.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} was loaded from {RunFolder}")]
    private partial void LogLoaded(string model, string runFolder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} was replaced by the one from {RunFolder}")]
    private partial void LogReloaded(string model, string runFolder);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Model {Model} refused an input: {Reason}")]
    private partial void LogRefused(string model, string reason);
}
