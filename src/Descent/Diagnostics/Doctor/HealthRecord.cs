using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>A line of <c>health.jsonl</c>: one of these.</summary>
internal sealed record HealthLine
{
    /// <summary>A look at the model.</summary>
    public Probe? Probe { get; init; }

    /// <summary>An epoch's steps.</summary>
    public StepLosses? Losses { get; init; }

    /// <summary>That a value was not finite.</summary>
    public TrainingFailure? Failure { get; init; }

    /// <summary>How well the model does at the end.</summary>
    public TrainingOutcome? Outcome { get; init; }

    /// <summary>The line as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HealthJson.Default.HealthLine);
}

/// <summary>What was measured while a training ran.</summary>
internal sealed class HealthRecord
{
    private readonly IReadOnlyList<HealthLine> lines;
    private readonly IReadOnlyList<EpochEnded> history;

    private HealthRecord(IReadOnlyList<HealthLine> lines, IReadOnlyList<EpochEnded> history) => (this.lines, this.history) = (lines, history);

    /// <summary>Nothing.</summary>
    public static HealthRecord Empty { get; } = new([], []);

    /// <summary>Reads what a run folder holds; a last line that was cut off is left out.</summary>
    public static HealthRecord Read(RunFolder folder) => new(
        Lines(folder.HealthFile, line => JsonSerializer.Deserialize(line, HealthJson.Default.HealthLine)),
        Lines(folder.MetricsFile, line => JsonSerializer.Deserialize(line, MetricsJson.Default.EpochEnded)));

    /// <summary>The looks at the model.</summary>
    public IReadOnlyList<Probe> Probes => [.. lines.Select(line => line.Probe).OfType<Probe>()];

    /// <summary>Adds what is of the first epochs to the facts of an examination.</summary>
    public void AddTo(Examination examination, int epochs)
    {
        foreach (var _ in Replay(examination, epochs))
        {
            // Only the facts are wanted.
        }
    }

    /// <summary>Adds what was measured in the order in which it was, and says at each place which rules were asked then.</summary>
    public IEnumerable<ExaminationMoment> Replay(Examination examination, int epochs = int.MaxValue)
    {
        foreach (var line in lines)
        {
            if (line.Probe is { } probe && probe.Epoch <= epochs && examination.OwnProbes.TrueForAll(known => known.Step < probe.Step))
            {
                examination.OwnProbes.Add(probe);
                (examination.Steps, examination.Epoch) = (probe.Step, Math.Max(examination.Epoch, probe.Epoch));
                yield return ExaminationMoment.Probe;
            }
            else if (line.Losses is { } losses && losses.Epoch <= epochs && examination.OwnStepLosses.TrueForAll(known => known.Epoch < losses.Epoch))
            {
                examination.OwnStepLosses.Add(losses);
                examination.OwnHistory.AddRange(history.Skip(examination.OwnHistory.Count).Take(losses.Epoch - examination.OwnHistory.Count));
                (examination.Steps, examination.Epoch) = (Math.Max(examination.Steps, examination.OwnStepLosses.Sum(one => one.Steps)), losses.Epoch);
                yield return ExaminationMoment.Epoch;
            }
        }

        if (epochs == int.MaxValue)
        {
            examination.OwnHistory.AddRange(history.Skip(examination.OwnHistory.Count));
            examination.Outcome = lines.Select(line => line.Outcome).LastOrDefault(outcome => outcome is not null);
            examination.IsComplete = examination.Outcome is not null;
            examination.Failure = lines.Select(line => line.Failure).LastOrDefault(failure => failure is not null);
        }
    }

    private static List<T> Lines<T>(string path, Func<string, T?> read)
        where T : class
    {
        var found = new List<T>();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                if (read(line) is { } value)
                {
                    found.Add(value);
                }
            }
            catch (JsonException)
            {
                break;
            }
        }

        return found;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(HealthLine))]
internal sealed partial class HealthJson : JsonSerializerContext;
