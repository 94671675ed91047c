using System.Text.Json.Serialization;

namespace Descent;

/// <summary>Where a trial of a sweep stands.</summary>
public enum SweepTrialState
{
    /// <summary>Not begun, or begun and not ended.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Trained for some epochs, with others, to see which go on.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Others were better after as many epochs, so it did not go on.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Trained to its end.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It could not be trained; the message says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>One trial of a sweep: its values, and what came of them on the validation part.</summary>
public sealed record SweepTrial
{
    /// <summary>The number, from 1.</summary>
    public required int Trial { get; init; }

    /// <summary>Where it stands.</summary>
    public SweepTrialState State { get; init; }

    /// <summary>What it tries, by what varies.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>What trials are compared by; null where there is none yet, or it is no number.</summary>
    public double? Score { get; init; }

    /// <summary>The loss on the validation part.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The metrics on the validation part, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The epochs trained.</summary>
    public int Epochs { get; init; }

    /// <summary>The epoch with the lowest validation loss, from 1; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>The scores after the epochs at which it was compared with others; empty without halving.</summary>
    public IReadOnlyList<double?> Scores { get; init; } = [];

    /// <summary>The time of the training; null in the files of results, which are the same for any number of trials side by side.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Seconds { get; init; }
}

/// <summary>The JSON forms of trials, made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SweepTrial))]
internal sealed partial class SweepJson : JsonSerializerContext;
