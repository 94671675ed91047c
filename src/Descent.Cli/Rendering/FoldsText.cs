namespace Descent.Cli.Rendering;

/// <summary>What folds have given together, for people and as JSON.</summary>
internal static class FoldsText
{
    /// <summary>Writes mean and standard deviation of each metric over the folds.</summary>
    public static void Write(CrossValidation folds, IReadOnlyList<FoldResult> results, bool json)
    {
        var spreads = CrossValidation.Summarize(results);
        if (json)
        {
            WriteJson(folds, results, spreads);
            return;
        }

        var table = new TextTable();
        table.Add("folds", $"{results.Count}", "mean and standard deviation", "");
        foreach (var (name, spread) in spreads)
        {
            table.Add($"  {Numbers.Words(name)}", Numbers.Short(spread.Mean), $"+- {Numbers.Short(spread.Deviation)}", Each(results, name));
        }

        Console.Out.WriteLine();
        table.Write(Console.Out, Terminal.OutputWidth);
        Console.Out.WriteLine($"runs  {folds.Path}");
    }

    private static string Each(IReadOnlyList<FoldResult> results, string name)
        => string.Join(' ', results.Select(fold => Numbers.Short(fold.Test.Metrics.TryGetValue(name, out var value) ? value : fold.Test.Loss)));

    private static void WriteJson(CrossValidation folds, IReadOnlyList<FoldResult> results, IReadOnlyDictionary<string, Spread> spreads)
        => JsonLines.Write(line =>
        {
            line.WriteString("event", "folds");
            line.WriteString("run", folds.Path);
            line.WriteNumber("folds", results.Count);
            line.WriteStartObject("test");
            foreach (var (name, spread) in spreads)
            {
                line.WriteStartObject(Numbers.Key(name));
                line.Number("mean", spread.Mean);
                line.Number("standardDeviation", spread.Deviation);
                line.WriteEndObject();
            }

            line.WriteEndObject();
        });
}
