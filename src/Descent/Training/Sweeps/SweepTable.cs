using System.Globalization;

namespace Descent;

/// <summary>Trials as a table for spreadsheets.</summary>
internal static class SweepTable
{
    /// <summary>CSV with a row for each trial: its values, then what came of them.</summary>
    public static string ToCsv(IReadOnlyList<SweepTrial> trials)
    {
        string[] varied = [.. trials.Take(1).SelectMany(trial => trial.Values.Keys)];
        string[] metrics = [.. trials.SelectMany(trial => trial.Metrics.Keys).Distinct()];
        string[] header = ["trial", "state", .. varied, "epochs", "best epoch", "validation loss", .. metrics.Select(name => $"validation {name}"), "message"];
        return string.Concat(trials.Select(Row).Prepend(header).Select(cells => string.Join(',', cells.Select(PredictionTable.Quoted)) + "\n"));

        string[] Row(SweepTrial trial) =>
        [
            Text(trial.Trial),
            trial.State.ToString().ToLowerInvariant(),
            .. varied.Select(name => trial.Values[name]),
            Text(trial.Epochs),
            Text(trial.BestEpoch),
            Text(trial.ValidationLoss),
            .. metrics.Select(name => trial.Metrics.TryGetValue(name, out var value) ? Text(value) : ""),
            trial.Message ?? "",
        ];
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
