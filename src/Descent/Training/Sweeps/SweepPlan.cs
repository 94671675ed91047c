namespace Descent;

/// <summary>How the values of a sweep are combined into trials.</summary>
public enum SweepMethod
{
    /// <summary>Every combination once.</summary>
    Grid,

    /// <summary>Combinations drawn by chance, no two alike.</summary>
    Random,
}

/// <summary>The <c>sweep</c> part of a recipe: which fields vary over which values, how trials are made of them, and how the best is found.</summary>
public sealed record SweepPlan
{
    /// <summary>The most trials of a sweep.</summary>
    public const int MostTrials = 10_000;

    /// <summary>The trials of a random search unless said otherwise.</summary>
    public const int DefaultTrials = 20;

    /// <summary>What varies.</summary>
    public IReadOnlyList<SweepField> Fields { get; init; } = [];

    /// <summary>How trials are made; null: by chance where a number of trials or a range without steps is given, else every combination.</summary>
    public SweepMethod? Method { get; init; }

    /// <summary>The trials of a random search; null for <see cref="DefaultTrials"/>.</summary>
    public int? Trials { get; init; }

    /// <summary>The seed by which values are drawn; the seed of each training is the recipe's own.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The measure on the validation part by which trials are compared: <c>loss</c> or a metric's name. Null: the loss, or where the loss
    /// itself varies the accuracy or the root mean squared error.
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>
    /// By how much the number of trials is divided again and again while those that go on train longer: 3 lets one in three go on. Null:
    /// all train to their end.
    /// </summary>
    /// <remarks>Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016.</remarks>
    public int? Halving { get; init; }
}
