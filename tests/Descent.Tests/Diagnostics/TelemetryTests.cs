using System.Diagnostics;
using System.Diagnostics.Metrics;
using Descent.Tests.Training;
using Microsoft.Extensions.Logging;

namespace Descent.Tests.Diagnostics;

public sealed class TelemetryTests
{
    [Fact]
    public void Predictor_WithListeners_TellsDurationsSamplesAndErrors()
    {
        var data = Examples.Blobs();
        var model = Examples.Dense();
        model.Initialize(1);
        var log = new Messages();
        var predictor = Predictor.Of(model, new CrossEntropy(), ArrayEncoder.Of(data), new PredictorOptions { Name = "telemetry-test", Logger = log });
        using var heard = new Heard("telemetry-test");
        predictor.Predict(new float[10], new double[15]);
        Assert.Throws<DataException>(() => predictor.Predict([float.NaN, 0f]));
        Assert.Equal(2, heard.Measurements.Count(one => one.Name == "descent.predictor.duration" && one.Unit == "s" && one.Value > 0));
        Assert.Contains(heard.Measurements, one => one.Name == "descent.predictor.duration" && Equals(one.Tag("error.type"), "DataException"));
        Assert.Equal([5.0], heard.Measurements.Where(one => one.Name == "descent.predictor.samples").Select(one => one.Value));
        Assert.Equal([1.0, -1, 1, -1], heard.Measurements.Where(one => one.Name == "descent.predictor.active").Select(one => one.Value));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], heard.Activities.Where(one => one.OperationName == "descent.predict").Select(one => one.Status));
        Assert.Equal(5, heard.Activities[0].GetTagItem("descent.predictor.samples"));
        Assert.Contains(log.Lines, line => line.Contains("refused", StringComparison.Ordinal) && line.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void Trainer_WithListeners_TellsEpochsAndLosses_AndTrainsTheSameBits()
    {
        var data = Examples.Blobs();
        var (silent, heardOf) = (Examples.Dense(), Examples.Dense());
        new Trainer(silent, new CrossEntropy(), new Adam(0.01)).Fit(data, 3, data, seed: 2);
        var log = new Messages();
        using (var heard = new Heard(null))
        {
            var run = new Trainer(heardOf, new CrossEntropy(), new Adam(0.01)) { Logger = log }.Fit(data, 3, data, seed: 2);
            var losses = heard.Measurements.Where(one => one.Name == "descent.training.loss").ToArray();
            Assert.Equal(run.History.Select(epoch => epoch.TrainLoss), losses.Where(one => Equals(one.Tag("descent.data.part"), "train")).Select(one => one.Value));
            Assert.Equal(run.History.Select(epoch => epoch.ValidationLoss!.Value), losses.Where(one => Equals(one.Tag("descent.data.part"), "validation")).Select(one => one.Value));
            Assert.Equal(3, heard.Sum("descent.training.epochs"));
            Assert.Equal(3 * data.Count, heard.Sum("descent.training.samples"));
            Assert.Equal(3 * Math.Ceiling(data.Count / 32.0), heard.Sum("descent.training.steps"));
            Assert.Equal(3, heard.Measurements.Count(one => one is { Name: "descent.training.epoch.duration", Unit: "s", Value: > 0 }));
            var training = Assert.Single(heard.Activities, one => one.OperationName == "descent.train");
            Assert.Equal(3, heard.Activities.Count(one => one.OperationName == "descent.train.epoch" && one.ParentSpanId == training.SpanId));
        }

        Assert.Equal(Examples.Bits(silent), Examples.Bits(heardOf));
        Assert.Contains(log.Lines, line => line.StartsWith("Training for 3 epochs", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Training ended: Finished", StringComparison.Ordinal));
    }

    /// <summary>Listens on this thread only: other tests train at the same time.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly MeterListener meters = new();
        private readonly ActivityListener activities;
        private readonly int thread = Environment.CurrentManagedThreadId;
        private readonly string? model;

        public Heard(string? model)
        {
            this.model = model;
            meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            meters.Start();
            activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Telemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (Environment.CurrentManagedThreadId == thread)
                    {
                        Activities.Add(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(activities);
        }

        public List<Measured> Measurements { get; } = [];

        public List<Activity> Activities { get; } = [];

        public double Sum(string name) => Measurements.Where(one => one.Name == name).Sum(one => one.Value);

        public void Dispose()
        {
            meters.Dispose();
            activities.Dispose();
        }

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var measured = new Measured(instrument.Name, instrument.Unit, value, tags.ToArray());
            if (Environment.CurrentManagedThreadId == thread && (model is null || Equals(measured.Tag(Telemetry.ModelAttribute), model)))
            {
                Measurements.Add(measured);
            }
        }
    }

    private sealed record Measured(string Name, string? Unit, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public object? Tag(string name) => Array.Find(Tags, tag => tag.Key == name).Value;
    }

    private sealed class Messages : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Add(formatter(state, exception));
    }
}
