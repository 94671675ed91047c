using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>
/// The folder of one training: <c>recipe.json</c> (complete), <c>encoder.json</c> (how table columns became numbers) or
/// <c>inputs.json</c> (how arrays did), <c>metrics.jsonl</c>, <c>health.jsonl</c> and <c>findings.json</c> (the doctor's), <c>checkpoints/</c>,
/// <c>model.safetensors</c>, <c>log.txt</c>, each replaced whole or not at all; and event files for TensorBoard, one for each
/// time that the run was started or resumed.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The complete recipe.</summary>
    public string RecipeFile => System.IO.Path.Combine(Path, "recipe.json");

    /// <summary>How the columns of a table became numbers; not there for other data.</summary>
    public string EncoderFile => System.IO.Path.Combine(Path, "encoder.json");

    /// <summary>How images and other arrays became numbers; not there for a table.</summary>
    public string InputsFile => System.IO.Path.Combine(Path, "inputs.json");

    /// <summary>One JSON object a line, one line an epoch.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>What the doctor measured while training: one JSON object a line.</summary>
    public string HealthFile => System.IO.Path.Combine(Path, "health.jsonl");

    /// <summary>What the doctor found while training.</summary>
    public string FindingsFile => System.IO.Path.Combine(Path, "findings.json");

    /// <summary>The trained parameters.</summary>
    public string ModelFile => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>The temperature of calibrated probabilities; not there unless the run was calibrated.</summary>
    public string CalibrationFile => System.IO.Path.Combine(Path, "calibration.json");

    /// <summary>Held by the process that trains the run, while it does.</summary>
    public string LockFile => System.IO.Path.Combine(Path, "training.lock");

    /// <summary>Where it lies, the process that trains the run saves a checkpoint and stops, between two steps.</summary>
    public string StopFile => System.IO.Path.Combine(Path, "stop");

    /// <summary>What happened, in plain text.</summary>
    public string LogFile => System.IO.Path.Combine(Path, "log.txt");

    /// <summary>The checkpoints.</summary>
    public CheckpointFolder Checkpoints => new(System.IO.Path.Combine(Path, "checkpoints"));

    /// <summary>A new folder's default name: <c>runs/2026-01-31-120000-iris</c>.</summary>
    public static string DefaultPath(string source, DateTime now) => DefaultPath(source, now, "runs");

    internal static string DefaultPath(string source, DateTime now, string parent)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(source);
        var path = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd-HHmmss}-{name}"));
        var unique = path;
        for (var i = 2; Directory.Exists(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{path}-{i}");
        }

        return unique;
    }

    /// <summary>Reads the recipe.</summary>
    /// <exception cref="DataException">The folder is no run folder.</exception>
    public Recipe ReadRecipe()
        => File.Exists(RecipeFile)
            ? Recipe.FromJson(File.ReadAllText(RecipeFile), RecipeFile)
            : throw new DataException(
                Directory.Exists(Path) ? $"'{Path}' is no run folder: it has no recipe.json." : $"There is no run folder '{Path}'. Train one with 'descent train SOURCE --out {Path}'.");

    /// <summary>Reads how table columns became numbers; null for other data.</summary>
    public TabularEncoder? ReadEncoder() => File.Exists(EncoderFile) ? TabularEncoder.FromJson(File.ReadAllText(EncoderFile)) : null;

    /// <summary>Reads how arrays became numbers; null for a table, and for a run from before this was written.</summary>
    public ArrayEncoder? ReadInputs() => File.Exists(InputsFile) ? ArrayEncoder.FromJson(File.ReadAllText(InputsFile), InputsFile) : null;

    /// <summary>What the file of the model keeps of the encoding that it was trained with, so that another's is found.</summary>
    internal IReadOnlyDictionary<string, string> EncodingChecksum()
    {
        var path = File.Exists(EncoderFile) ? EncoderFile : InputsFile;
        return File.Exists(path)
            ? new Dictionary<string, string> { ["descent.encoding.sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) }
            : new Dictionary<string, string>();
    }

    /// <summary>Whether a file with the name of one of a run's files is there, which a new run would overwrite.</summary>
    public bool IsTaken => Files.Any(File.Exists) || EventFiles.Length > 0;

    /// <summary>The files of curves for TensorBoard, in the order of their making.</summary>
    public string[] EventFiles
        => Directory.Exists(Path) ? [.. Directory.GetFiles(Path, TensorBoardWriter.FilePattern).Order(StringComparer.Ordinal)] : [];

    private string[] Files =>
        [RecipeFile, EncoderFile, InputsFile, MetricsFile, HealthFile, FindingsFile, ModelFile, CalibrationFile, LogFile, Checkpoints.Last, Checkpoints.Best, LockFile, StopFile];

    /// <summary>Deletes what a run has written, and the folders if nothing else is in them.</summary>
    public void Discard()
    {
        RemoveLeftovers();
        foreach (var file in Files.Where(File.Exists).Concat(EventFiles))
        {
            File.Delete(file);
        }

        foreach (var folder in new[] { Checkpoints.Path, Path }.Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Removes what processes that were killed left half written.</summary>
    internal void RemoveLeftovers() => Array.ForEach(Files, AtomicFile.RemoveLeftovers);

    /// <summary>Whether a process trains the run now.</summary>
    public bool IsBeingTrained => TrainingHold.IsHeld(LockFile);

    /// <summary>Asks the process that trains the run to save a checkpoint and to stop, between two steps.</summary>
    /// <exception cref="DataException">No process trains it.</exception>
    public void AskToStop()
    {
        if (!IsBeingTrained)
        {
            throw new DataException($"No process trains '{Path}' now, so there is nothing to stop.");
        }

        File.WriteAllText(StopFile, "");
    }

    /// <summary>Adds a line to the log.</summary>
    public void Log(string line) => File.AppendAllText(LogFile, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:u} {line}\n"));

    /// <summary>Writes the metrics of all epochs so far.</summary>
    public void WriteMetrics(IEnumerable<EpochEnded> history)
        => AtomicFile.Write(MetricsFile, string.Concat(history.Select(epoch => JsonSerializer.Serialize(epoch, MetricsJson.Default.EpochEnded) + "\n")));

    /// <summary>Drops the metrics of epochs that an interrupted run had begun after its last checkpoint: they come again.</summary>
    /// <param name="epochs">The epochs to keep.</param>
    public void KeepMetrics(int epochs)
    {
        if (File.Exists(MetricsFile))
        {
            AtomicFile.Write(MetricsFile, string.Concat(File.ReadLines(MetricsFile).Take(epochs).Select(line => line + "\n")));
        }
    }

    /// <summary>Draws the metrics of one epoch as points of TensorBoard's curves.</summary>
    internal static void WriteCurves(TensorBoardWriter writer, EpochEnded epoch)
    {
        writer.Scalar("loss/train", epoch.TrainLoss, epoch.Epoch);
        if (epoch.ValidationLoss is { } loss)
        {
            writer.Scalar("loss/validation", loss, epoch.Epoch);
        }

        foreach (var (name, value) in epoch.Metrics)
        {
            writer.Scalar($"validation/{name}", value, epoch.Epoch);
        }

        writer.Scalar("learning-rate", epoch.LearningRate, epoch.Epoch);
        writer.Scalar("samples-per-second", epoch.SamplesPerSecond, epoch.Epoch);
    }

    /// <summary>Adds the metrics of one epoch.</summary>
    public void AppendMetrics(EpochEnded epoch)
        => File.AppendAllText(MetricsFile, JsonSerializer.Serialize(epoch, MetricsJson.Default.EpochEnded) + "\n");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EpochEnded))]
internal sealed partial class MetricsJson : JsonSerializerContext;
