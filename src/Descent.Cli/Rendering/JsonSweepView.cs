using System.Globalization;
using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>One JSON object a line on standard output: start, each trial, then end or cancelled.</summary>
internal sealed class JsonSweepView : ISweepView, IProgress<SweepEvent>
{
    /// <inheritdoc/>
    public void Begin(Sweep sweep, int parallel) => JsonLines.Write(line =>
    {
        line.WriteString("event", "start");
        line.WriteString("sweep", sweep.Folder.Path);
        line.WriteString("source", sweep.Recipe.Source);
        line.WriteNumber("trials", sweep.Trials.Count);
        line.WriteNumber("parallel", parallel);
        line.WriteString("metric", sweep.MetricName);
        line.WriteBoolean("higherIsBetter", sweep.HigherIsBetter);
        line.Texts("varies", sweep.Plan.Fields.Select(field => field.Path));
        line.WriteNumber("trainSamples", sweep.Data.Split.Train.Count);
        line.WriteNumber("validationSamples", sweep.Data.Split.Validation!.Count);
    });

    /// <inheritdoc/>
    public SweepResult Watch(Sweep sweep, Func<IProgress<SweepEvent>?, SweepResult> run) => run(this);

    /// <inheritdoc/>
    public void Report(SweepEvent value)
    {
        if (value is SweepTrialEnded { Trial: var trial })
        {
            JsonLines.Write(line =>
            {
                line.WriteString("event", "trial");
                Write(line, trial);
            });
        }
    }

    /// <inheritdoc/>
    public void End(Sweep sweep, SweepResult result) => JsonLines.Write(line =>
    {
        line.WriteString("event", result.IsComplete ? "end" : "cancelled");
        line.WriteString("sweep", sweep.Folder.Path);
        foreach (var state in result.Trials.CountBy(trial => trial.State).OrderBy(count => count.Key))
        {
            line.WriteNumber(Word(state.Key), state.Value);
        }

        if (result is { Best: { } best, Test: { } test })
        {
            line.WriteStartObject("best");
            Write(line, best);
            line.WriteString("run", sweep.Folder.Run(best.Trial).Path);
            line.WriteString("recipe", sweep.Folder.BestFile);
            line.WriteEndObject();
            line.Metrics("test", test.Metrics, test.Loss);
        }
    });

    private static void Write(Utf8JsonWriter line, SweepTrial trial)
    {
        line.WriteNumber("trial", trial.Trial);
        line.WriteString("state", Word(trial.State));
        line.WriteStartObject("values");
        foreach (var (name, value) in trial.Values)
        {
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                line.WriteNumber(name, number);
            }
            else
            {
                line.WriteString(name, value);
            }
        }

        line.WriteEndObject();
        line.Number("score", trial.Score);
        line.Metrics("validation", trial.Metrics, trial.ValidationLoss ?? double.NaN);
        line.WriteNumber("epochs", trial.Epochs);
        line.WriteNumber("bestEpoch", trial.BestEpoch);
        line.WriteString("message", trial.Message);
        line.Number("seconds", trial.Seconds);
    }

    private static string Word(SweepTrialState state) => state.ToString().ToLowerInvariant();
}
