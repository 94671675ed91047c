using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>One JSON object a line on standard output: start, each epoch, each finding, then end or cancelled.</summary>
internal sealed class JsonTrainingView : ITrainingView, IProgress<TrainingEvent>
{
    /// <inheritdoc/>
    public void Begin(TrainingSession session) => JsonLines.Write(line =>
    {
        var (recipe, split) = (session.Recipe, session.Data.Split);
        line.WriteString("event", "start");
        line.WriteString("run", session.Folder.Path);
        line.WriteString("source", recipe.Source);
        line.WriteString("task", recipe.Task == TaskKind.Regression ? "regression" : "classification");
        line.WriteString("model", recipe.Model);
        line.WriteString("loss", recipe.Loss);
        line.WriteString("optimizer", recipe.Optimizer);
        line.WriteString("schedule", recipe.Schedule);
        line.WriteNumber("epochs", recipe.Epochs!.Value);
        line.WriteNumber("batchSize", recipe.BatchSize!.Value);
        line.WriteNumber("seed", recipe.Seed);
        line.WriteNumber("parameters", session.Model.ParameterCount);
        line.WriteNumber("trainSamples", split.Train.Count);
        line.WriteNumber("validationSamples", split.Validation?.Count ?? 0);
        line.WriteNumber("testSamples", split.Test.Count);
        line.Texts("notes", session.Notes);
    });

    /// <inheritdoc/>
    public SessionResult Watch(Func<IProgress<TrainingEvent>?, SessionResult> run) => run(this);

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        if (value is EpochEnded epoch)
        {
            JsonLines.Write(line => Write(line, epoch));
        }
        else if (value is FindingReported reported)
        {
            JsonLines.Write(line =>
            {
                line.WriteString("event", "finding");
                FindingsFile.Write(line, reported.Finding);
            });
        }
    }

    /// <inheritdoc/>
    public void End(TrainingSession session, SessionResult result) => JsonLines.Write(line =>
    {
        line.WriteString("event", result.Run.Reason == StopReason.Cancelled ? "cancelled" : "end");
        line.WriteString("run", session.Folder.Path);
        line.WriteNumber("epochs", result.Run.History.Count);
        line.WriteNumber("bestEpoch", result.Run.BestEpoch);
        if (result.Test is { } test)
        {
            line.WriteBoolean("stoppedEarly", result.Run.Reason == StopReason.EarlyStopped);
            line.Metrics("test", test.Metrics, test.Loss);
        }

        line.Number("seconds", result.Seconds);
    });

    private static void Write(Utf8JsonWriter line, EpochEnded epoch)
    {
        line.WriteString("event", "epoch");
        line.WriteNumber("epoch", epoch.Epoch);
        line.Number("trainLoss", epoch.TrainLoss);
        line.Number("validationLoss", epoch.ValidationLoss);
        line.Metrics("metrics", epoch.Metrics);
        line.Number("learningRate", epoch.LearningRate);
        line.Number("seconds", epoch.Seconds);
        line.Number("samplesPerSecond", epoch.SamplesPerSecond);
    }
}
