using System.Globalization;
using System.Text.Json;

namespace Descent;

/// <summary>
/// The folder of one sweep: <c>sweep.json</c> (the recipe with what varies), <c>trials/0001</c> and so on (each a run folder with a
/// <c>trial.json</c> once it has ended), <c>results.csv</c> and <c>results.jsonl</c> (a line for each trial), <c>best.json</c> (the recipe
/// of the best trial). Each file is replaced whole or not at all.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record SweepFolder(string Path)
{
    /// <summary>The recipe with what varies.</summary>
    public string RecipeFile => System.IO.Path.Combine(Path, "sweep.json");

    /// <summary>A table of the trials.</summary>
    public string TableFile => System.IO.Path.Combine(Path, "results.csv");

    /// <summary>One JSON object a line, one line a trial.</summary>
    public string ResultsFile => System.IO.Path.Combine(Path, "results.jsonl");

    /// <summary>The recipe of the best trial.</summary>
    public string BestFile => System.IO.Path.Combine(Path, "best.json");

    /// <summary>Whether a sweep, or what has the names of its files, is there.</summary>
    public bool IsTaken => File.Exists(RecipeFile) || File.Exists(ResultsFile) || Directory.Exists(TrialsPath);

    private string TrialsPath => System.IO.Path.Combine(Path, "trials");

    private string LockFile => System.IO.Path.Combine(Path, "sweep.lock");

    /// <summary>A new folder's default name: <c>sweeps/2026-01-31-120000-iris</c>.</summary>
    public static string DefaultPath(string source, DateTime now) => RunFolder.DefaultPath(source, now, "sweeps");

    /// <summary>The run folder of a trial.</summary>
    /// <param name="trial">Its number, from 1.</param>
    public RunFolder Run(int trial) => new(System.IO.Path.Combine(TrialsPath, trial.ToString("0000", CultureInfo.InvariantCulture)));

    /// <summary>What became of a trial; null where it has not ended.</summary>
    /// <exception cref="DataException">The file is damaged.</exception>
    internal SweepTrial? Read(int trial)
    {
        var file = TrialFile(Run(trial).Path);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), SweepJson.Default.SweepTrial) : null;
        }
        catch (JsonException error)
        {
            throw new DataException($"'{file}' is damaged. Remove it: the trial then goes on from its checkpoint.", error);
        }
    }

    /// <summary>Keeps what became of a trial.</summary>
    internal void Write(SweepTrial trial)
    {
        Directory.CreateDirectory(Run(trial.Trial).Path);
        AtomicFile.Write(TrialFile(Run(trial.Trial).Path), Json(trial) + "\n");
    }

    /// <summary>Writes both tables.</summary>
    internal void WriteResults(IReadOnlyList<SweepTrial> trials)
    {
        SweepTrial[] ended = [.. trials.Where(trial => trial.State != SweepTrialState.Waiting)];
        AtomicFile.Write(ResultsFile, string.Concat(ended.Select(trial => Json(trial with { Seconds = null }) + "\n")));
        AtomicFile.Write(TableFile, SweepTable.ToCsv(ended));
    }

    /// <summary>Keeps other processes out until it is disposed.</summary>
    /// <exception cref="SpecificationException">Another process works in the folder.</exception>
    internal IDisposable Lock()
    {
        Directory.CreateDirectory(Path);
        try
        {
            var held = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            RemoveLeftovers();
            return held;
        }
        catch (IOException error) when (File.Exists(LockFile))
        {
            throw new SpecificationException($"Another process runs the sweep in '{Path}'. Wait for it, or give another folder. ({error.Message})");
        }
    }

    private void RemoveLeftovers()
    {
        string[] trials = Directory.Exists(TrialsPath) ? Directory.GetDirectories(TrialsPath) : [];
        Array.ForEach([RecipeFile, TableFile, ResultsFile, BestFile, .. trials.Select(TrialFile)], AtomicFile.RemoveLeftovers);
        Array.ForEach(trials, trial => new RunFolder(trial).RemoveLeftovers());
    }

    private static string Json(SweepTrial trial) => JsonSerializer.Serialize(trial, SweepJson.Default.SweepTrial);

    private static string TrialFile(string run) => System.IO.Path.Combine(run, "trial.json");
}
