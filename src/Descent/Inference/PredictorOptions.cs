using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Descent;

/// <summary>What a predictor makes of a category that the training data did not have.</summary>
public enum UnknownCategory
{
    /// <summary>It is refused, and the message names the column and the nearest categories.</summary>
    Refuse,

    /// <summary>It is taken as "other", like the rare categories of the training data; <c>descent predict</c> does so.</summary>
    Other,
}

/// <summary>How a <see cref="Predictor"/> works.</summary>
public sealed record PredictorOptions
{
    /// <summary>
    /// The most predictions that are computed at the same time; more callers wait. Each has working memory of its own, so this bounds the
    /// memory. The number of processors unless set.
    /// </summary>
    public int MostAtOnce { get; init; } = Environment.ProcessorCount;

    /// <summary>What becomes of a category that the training data did not have.</summary>
    public UnknownCategory UnknownCategory { get; init; }

    /// <summary>The model's name in logs and telemetry; that of the run folder unless set.</summary>
    public string? Name { get; init; }

    /// <summary>Where the predictor writes what it loads and refuses; nowhere unless set.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
