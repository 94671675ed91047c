namespace Descent;

/// <summary>The data of a recipe, ready to train on.</summary>
/// <param name="Split">The parts.</param>
/// <param name="Encoder">How the columns of a table became numbers, for other files with the same columns; null for what is no table.</param>
/// <param name="Notes">What was decided about the data, in sentences for people.</param>
/// <param name="Hash">The SHA-256 of the data.</param>
public sealed record TrainingData(DataSplit Split, TabularEncoder? Encoder, IReadOnlyList<string> Notes, string Hash)
{
    /// <summary>The columns of a table that are not used, with the reasons.</summary>
    internal IReadOnlyList<IgnoredColumn> Ignored { get; init; } = [];

    /// <summary>How a regression target goes back to its own unit; null where it is in it.</summary>
    public TargetEncoding? Target => Encoder?.Target is { Task: TaskKind.Regression } target ? target : null;
}
