namespace Descent.Cli.Rendering;

/// <summary>What every view for people says before and after a sweep.</summary>
internal static class SweepText
{
    private const int MostRows = 15;

    /// <summary>What varies, how trials are compared, and where they are kept.</summary>
    public static void WriteBeginning(TextWriter writer, Sweep sweep, int parallel, int width)
    {
        var table = new TextTable();
        table.Add("trials", $"{Numbers.Count(sweep.Trials.Count)}, {parallel} side by side");
        foreach (var field in sweep.Plan.Fields)
        {
            table.Add($"  {field.Path}", $"{field}");
        }

        table.Add("compared by", $"{Measure(sweep)}, {(sweep.HigherIsBetter ? "higher" : "lower")} is better");
        table.Add("samples", TrainingText.Parts(sweep.Data.Split));
        table.Add("sweep", sweep.Folder.Path);
        table.Write(writer, width);
        writer.WriteLine();
    }

    /// <summary>The table of the trials, what the values did, the best, and what can be done next.</summary>
    public static void WriteEnd(TextWriter writer, Sweep sweep, SweepResult result, int width)
    {
        var ranked = sweep.Ranked(result.Trials);
        if (ranked.Count > 0)
        {
            WriteTrials(writer, sweep, ranked, width);
        }

        WriteOthers(writer, result.Trials, width);
        if (result is not { Best: { } best, Test: { } test })
        {
            return;
        }

        WriteEffects(writer, sweep, result.Trials, width);
        writer.WriteLine();
        var run = sweep.Folder.Run(best.Trial).Path;
        var rows = new TextTable();
        rows.Add("best", $"trial {best.Trial}: {Values(best)}");
        rows.Add("test", $"{Numbers.Count(sweep.Data.Split.Test.Count)} samples that no trial was compared by");
        foreach (var (name, value) in test.Metrics.Append(new("loss", test.Loss)))
        {
            rows.Add($"  {Numbers.Words(name)}", Numbers.Short(value));
        }

        rows.Add("run", run);
        rows.Add("results", sweep.Folder.TableFile);
        rows.Write(writer, width);
        writer.WriteLine();
        writer.WriteLine("Next:");
        writer.WriteLine($"  descent evaluate {Shell.Quote(run)}");
        writer.WriteLine($"  descent train {Shell.Quote(sweep.Folder.BestFile)}");
    }

    /// <summary>The values of a trial: <c>optimizer.rate=0.01, batchSize=16</c>.</summary>
    public static string Values(SweepTrial trial) => string.Join(", ", trial.Values.Select(value => $"{value.Key}={Shell.Quote(value.Value)}"));

    /// <summary>What came of a trial, in words.</summary>
    public static string Outcome(SweepTrial trial, string metric) => trial.State switch
    {
        SweepTrialState.Done => $"{Measured(trial, metric)} after {Epochs(trial)}",
        SweepTrialState.Paused => $"{Measured(trial, metric)} after {Epochs(trial)}, paused",
        SweepTrialState.Stopped => $"{Measured(trial, metric)} after {Epochs(trial)}, stopped: others were better",
        SweepTrialState.Failed => $"failed: {trial.Message}",
        _ => "interrupted, and saved",
    };

    private static string Epochs(SweepTrial trial) => trial.Epochs == 1 ? "1 epoch" : $"{trial.Epochs} epochs";

    private static string Measured(SweepTrial trial, string metric)
        => $"validation {Numbers.Words(metric)} {(trial.Score is { } score ? Numbers.Short(score) : "-")}";

    private static string Measure(Sweep sweep) => $"{Numbers.Words(sweep.MetricName)} on the validation part";

    // The values stand last, where a narrow terminal wraps them.
    private static void WriteTrials(TextWriter writer, Sweep sweep, IReadOnlyList<SweepTrial> ranked, int width)
    {
        string[] metrics = [.. ranked[0].Metrics.Keys.Where(name => name != sweep.MetricName)];
        var shown = width < 60 ? [] : metrics[..Math.Min(metrics.Length, 2)];
        var others = sweep.MetricName == "loss" ? shown : ["loss", .. shown];
        var rows = new List<string[]>
        {
            (string[])["", "trial", Numbers.Words(sweep.MetricName), .. others.Select(Numbers.Words), "epochs", "values"],
        };
        rows.AddRange(ranked.Take(MostRows).Select((trial, i) => (string[])
        [
            $"{i + 1}", $"{trial.Trial}", Numbers.Short(trial.Score!.Value), .. others.Select(name => Metric(trial, name)), $"{trial.Epochs}", Values(trial),
        ]));
        writer.WriteLine($"By {Measure(sweep)}:");
        TextTable.WithNumbers(rows).Write(writer, width);
        if (ranked.Count > MostRows)
        {
            writer.WriteLine($"and {ranked.Count - MostRows} more in {sweep.Folder.TableFile}");
        }
    }

    private static string Metric(SweepTrial trial, string name)
        => name == "loss" ? Numbers.Short(trial.ValidationLoss!.Value) : trial.Metrics.TryGetValue(name, out var value) ? Numbers.Short(value) : "-";

    private static void WriteOthers(TextWriter writer, IReadOnlyList<SweepTrial> trials, int width)
    {
        var stopped = trials.Count(trial => trial.State == SweepTrialState.Stopped);
        SweepTrial[] failed = [.. trials.Where(trial => trial.State == SweepTrialState.Failed)];
        string[] sentences =
        [
            .. stopped > 0 ? [$"{stopped} stopped early, since others were better after as many epochs"] : (string[])[],
            .. failed.Take(MostRows).Select(trial => $"trial {trial.Trial} failed ({Values(trial)}): {trial.Message}"),
            .. failed.Length > MostRows ? [$"{failed.Length - MostRows} more failed"] : (string[])[],
        ];
        if (sentences.Length > 0)
        {
            writer.WriteLine();
            TextTable.WriteList(writer, sentences, width);
        }
    }

    private static void WriteEffects(TextWriter writer, Sweep sweep, IReadOnlyList<SweepTrial> trials, int width)
    {
        var effects = SweepEffect.Of(sweep, trials);
        if (effects.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine($"{char.ToUpperInvariant(Measure(sweep)[0])}{Measure(sweep)[1..]} by value, whatever the other values were:");
        foreach (var effect in effects)
        {
            writer.WriteLine($"  {effect.Path}");
            TextTable.WithNumbers(
            [
                ["median", "best", "trials", "values"],
                .. effect.Groups.Select(group => (string[])[Numbers.Short(group.Median), Numbers.Short(group.Best), $"{group.Trials}", group.Values]),
            ]).Write(writer, width, 4);
        }
    }
}
