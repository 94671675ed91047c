namespace Descent.Cli.Rendering;

/// <summary>What every view for people says before and after training.</summary>
internal static class TrainingText
{
    /// <summary>The decisions, the model layer by layer, and how it is trained.</summary>
    public static void WriteBeginning(TextWriter writer, TrainingSession session, int width)
    {
        TextTable.WriteList(writer, session.Notes, width);
        writer.WriteLine();
        WriteModel(writer, session, width);
        writer.WriteLine();
        var recipe = session.Recipe;
        TextTableOf([
            .. recipe.Fold is { } fold ? [("fold", $"{fold} of {recipe.Folds}")] : ((string, string)[])[],
            ("samples", Parts(session.Data.Split)),
            ("training", $"{recipe.Optimizer}, schedule {recipe.Schedule}"),
            ("", $"{recipe.Epochs} epochs of batches of {recipe.BatchSize}{Parts(recipe)}, seed {recipe.Seed}"),
            ("run", session.Folder.Path)]).Write(writer, width);
        writer.WriteLine();
    }

    /// <summary>The test's metrics, where the run is, and what can be done next.</summary>
    public static void WriteEnd(TextWriter writer, TrainingSession session, SessionResult result, IReadOnlyList<Finding> findings, int width)
    {
        if (result.Test is not { } test)
        {
            return;
        }

        var history = result.Run.History;
        var rows = new List<(string, string)> { ("test", $"{Numbers.Count(session.Data.Split.Test.Count)} samples") };
        rows.AddRange(test.Metrics.Select(metric => ($"  {Numbers.Words(metric.Key)}", Numbers.Short(metric.Value))));
        rows.Add(("  loss", Numbers.Short(test.Loss)));
        rows.Add(("epochs", Epochs(session, result.Run)));
        rows.Add(("time", Numbers.Time(result.Seconds)));
        rows.Add(("run", session.Folder.Path));
        if (findings.Count > 0)
        {
            rows.Add(("findings", string.Join(", ", findings.Select(finding => finding.Name).Distinct())));
        }

        TextTableOf([.. rows]).Write(writer, width);
        var run = Shell.Quote(session.Folder.Path);
        writer.WriteLine();
        writer.WriteLine("Next:");
        if (findings.Count > 0)
        {
            writer.WriteLine($"  descent doctor {run}");
        }

        writer.WriteLine($"  descent evaluate {run}");
        writer.WriteLine($"  descent predict {run} --data FILE");
    }

    /// <summary>How many samples each part has.</summary>
    public static string Parts(DataSplit split)
    {
        var (train, validation, test) = (split.Train.Count, split.Validation?.Count ?? 0, split.Test.Count);
        return $"{Numbers.Count(train)} to train on, {Numbers.Count(validation)} for validation, {Numbers.Count(test)} for the test";
    }

    private static string Parts(Recipe recipe) => recipe.Accumulate > 1 ? $", {recipe.Accumulate} to a step" : "";

    // The lowest training loss is nearly always that of the last epochs and says nothing about new samples.
    private static string Epochs(TrainingSession session, TrainingRun run)
    {
        var kept = session.Recipe.Patience > 0 ? "its model is kept" : "the last model is kept";
        return run.History.Count + (run.Reason == StopReason.EarlyStopped ? ", stopped early" : run.StopMessage is { } message ? $", stopped: {message}" : "")
            + (session.Data.Split.Validation is null ? "" : $"; the lowest validation loss was in {run.BestEpoch}, {kept}");
    }

    private static void WriteModel(TextWriter writer, TrainingSession session, int width)
    {
        var input = session.Data.Split.Train.InputShape;
        var table = new TextTable();
        table.Add("layer", "output", "parameters");
        table.Add("input", input.ToString(), "");
        foreach (var layer in ModelSpecification.Describe(session.Model, input))
        {
            table.Add(layer.Description, layer.Output.ToString(), layer.ParameterCount == 0 ? "" : Numbers.Count(layer.ParameterCount));
        }

        table.Add("in all", "", Numbers.Count(session.Model.ParameterCount));
        table.Write(writer, width);
    }

    private static TextTable TextTableOf(params (string Name, string Value)[] rows)
    {
        var table = new TextTable();
        Array.ForEach(rows, row => table.Add(row.Name, row.Value));
        return table;
    }
}
