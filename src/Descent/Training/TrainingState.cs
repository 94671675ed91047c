using System.Text.Json.Serialization;

namespace Descent;

/// <summary>Where a training stands: everything besides parameters and optimizer state that the next step depends on.</summary>
public sealed record TrainingState
{
    /// <summary>The seed that all randomness is keyed by, together with epoch, step and sample: there is no other random state.</summary>
    public ulong Seed { get; init; }

    /// <summary>The current epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>The batches of the current epoch that are done.</summary>
    public int Batch { get; init; }

    /// <summary>The sum of the losses of those batches.</summary>
    public double LossSum { get; init; }

    /// <summary>What their mean divides by.</summary>
    public double LossWeight { get; init; }

    /// <summary>The samples of those batches.</summary>
    public int Samples { get; init; }

    /// <summary>The seconds that the current epoch took so far.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>The epochs that ended.</summary>
    public IReadOnlyList<EpochEnded> History { get; init; } = [];

    /// <summary>The best epoch so far, from 1; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The loss that made it the best.</summary>
    public double BestLoss { get; init; }

    /// <summary>What callbacks have multiplied the rate by.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Why a callback asked for the end; null unless one did.</summary>
    public string? StopMessage { get; init; }

    /// <summary>Whether training is over, and why.</summary>
    public StopReason? Stopped { get; init; }

    /// <summary>Whether a training can stand here; a damaged file may say anything.</summary>
    internal bool IsPossible
        => Epoch >= 0 && Batch >= 0 && Samples >= 0 && History is not null && History.Count == Epoch && BestEpoch >= 0 && BestEpoch <= Epoch && RateFactor >= 0 && double.IsFinite(RateFactor)
            && History.All(epoch => epoch is { Metrics: not null });
}

/// <summary>The JSON forms of what training stores, made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingJson : JsonSerializerContext;
