using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Descent;

/// <summary>
/// What the library tells those who listen: instruments of a <see cref="Meter"/> and activities of an <see cref="ActivitySource"/>, both named
/// "Descent". Names, units and attributes follow OpenTelemetry's conventions. Where nobody listens it costs nothing.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Descent";

    /// <summary>The attribute with the model's name.</summary>
    public const string ModelAttribute = "descent.model";

    /// <summary>The attribute with the part of the data that a loss is of: <c>train</c> or <c>validation</c>.</summary>
    public const string PartAttribute = "descent.data.part";

    /// <summary>The attribute with the kind of an error; only there where one happened.</summary>
    public const string ErrorAttribute = "error.type";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    /// <summary><c>descent.predictor.duration</c>, s: the time of a call of <see cref="Predictor"/>, by model and error.</summary>
    internal static Histogram<double> PredictionDuration { get; } = Meter.CreateHistogram(
        "descent.predictor.duration", "s", "Duration of predictions",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3] });

    /// <summary><c>descent.predictor.samples</c>, {sample}: the samples that were predicted, by model.</summary>
    internal static Counter<long> PredictedSamples { get; } = Meter.CreateCounter<long>("descent.predictor.samples", "{sample}", "Samples predicted");

    /// <summary><c>descent.predictor.active</c>, {prediction}: the predictions that are under way or wait, by model.</summary>
    internal static UpDownCounter<long> ActivePredictions { get; } =
        Meter.CreateUpDownCounter<long>("descent.predictor.active", "{prediction}", "Predictions under way");

    /// <summary><c>descent.predictor.reloads</c>, {reload}: how often a predictor took another run's model, by model.</summary>
    internal static Counter<long> Reloads { get; } = Meter.CreateCounter<long>("descent.predictor.reloads", "{reload}", "Models replaced while in use");

    /// <summary><c>descent.training.steps</c>, {step}: the optimizer's steps.</summary>
    internal static Counter<long> Steps { get; } = Meter.CreateCounter<long>("descent.training.steps", "{step}", "Steps of the optimizer");

    /// <summary><c>descent.training.samples</c>, {sample}: the samples trained on.</summary>
    internal static Counter<long> TrainedSamples { get; } = Meter.CreateCounter<long>("descent.training.samples", "{sample}", "Samples trained on");

    /// <summary><c>descent.training.epochs</c>, {epoch}: the epochs that were ended.</summary>
    internal static Counter<long> Epochs { get; } = Meter.CreateCounter<long>("descent.training.epochs", "{epoch}", "Epochs ended");

    /// <summary><c>descent.training.epoch.duration</c>, s: the time of an epoch, validation included.</summary>
    internal static Histogram<double> EpochDuration { get; } =
        Meter.CreateHistogram<double>("descent.training.epoch.duration", "s", "Duration of an epoch with its validation");

    /// <summary><c>descent.training.loss</c>, 1: the mean loss of the last epoch, by part of the data.</summary>
    internal static Gauge<double> Loss { get; } = Meter.CreateGauge<double>("descent.training.loss", "1", "Mean loss of the last epoch");

    /// <summary><c>descent.training.learning_rate</c>, 1: the learning rate of the last epoch.</summary>
    internal static Gauge<double> LearningRate { get; } = Meter.CreateGauge<double>("descent.training.learning_rate", "1", "Learning rate of the last epoch");

    /// <summary>Begins to measure a prediction, for whoever listens.</summary>
    internal static PredictionMeasure StartPrediction(string model, int samples) => new(Source, model, samples);

    /// <summary>Begins the activity of a training, <c>descent.train</c>; null where nobody listens.</summary>
    internal static Activity? StartTraining(int epochs, int samples) => Start("descent.train")
        ?.SetTag("descent.training.epochs", epochs).SetTag("descent.training.samples", samples);

    /// <summary>Begins the activity of an epoch, <c>descent.train.epoch</c>; null where nobody listens.</summary>
    internal static Activity? StartEpoch(int epoch) => Start("descent.train.epoch")?.SetTag("descent.training.epoch", epoch);

    /// <summary>Tells of an epoch that ended.</summary>
    internal static void EpochEnded(EpochEnded ended)
    {
        Epochs.Add(1);
        EpochDuration.Record(ended.Seconds);
        LearningRate.Record(ended.LearningRate);
        Loss.Record(ended.TrainLoss, new KeyValuePair<string, object?>(PartAttribute, "train"));
        if (ended.ValidationLoss is { } loss)
        {
            Loss.Record(loss, new KeyValuePair<string, object?>(PartAttribute, "validation"));
        }
    }

    private static Activity? Start(string name) => Source.HasListeners() ? Source.StartActivity(name) : null;
}

/// <summary>The measure of one prediction.</summary>
internal struct PredictionMeasure : IDisposable
{
    private readonly string model;
    private readonly int samples;
    private readonly long started;
    private readonly Activity? activity;
    private readonly bool counted;
    private string? error;

    public PredictionMeasure(ActivitySource source, string model, int samples)
    {
        (this.model, this.samples) = (model, samples);
        started = Telemetry.PredictionDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
        counted = Telemetry.ActivePredictions.Enabled;
        if (counted)
        {
            Telemetry.ActivePredictions.Add(1, Model);
        }

        activity = source.HasListeners() ? source.StartActivity("descent.predict") : null;
        activity?.SetTag(Telemetry.ModelAttribute, model).SetTag("descent.predictor.samples", samples);
    }

    private readonly KeyValuePair<string, object?> Model => new(Telemetry.ModelAttribute, model);

    /// <summary>Notes that the prediction was refused.</summary>
    public void Failed(Exception exception)
    {
        error = exception.GetType().Name;
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message).SetTag(Telemetry.ErrorAttribute, error);
    }

    /// <summary>Ends the measure.</summary>
    public readonly void Dispose()
    {
        if (counted)
        {
            Telemetry.ActivePredictions.Add(-1, Model);
        }

        if (started != 0)
        {
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (error is null)
            {
                Telemetry.PredictionDuration.Record(seconds, Model);
            }
            else
            {
                Telemetry.PredictionDuration.Record(seconds, Model, new KeyValuePair<string, object?>(Telemetry.ErrorAttribute, error));
            }
        }

        if (error is null && Telemetry.PredictedSamples.Enabled)
        {
            Telemetry.PredictedSamples.Add(samples, Model);
        }

        activity?.Dispose();
    }
}
