namespace Descent;

/// <summary>A part of the data of a run.</summary>
/// <param name="Name">training, validation or test.</param>
/// <param name="Samples">How many samples it has.</param>
/// <param name="Classes">How many of each class; empty for values.</param>
public sealed record ReportPart(string Name, int Samples, IReadOnlyList<int> Classes);

/// <summary>The data of a run.</summary>
public sealed record ReportData
{
    private const int MostClasses = 200;

    /// <summary>A data set's name or a file.</summary>
    public required string Source { get; init; }

    /// <summary>Whether classes or numbers are predicted.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The shape of one sample.</summary>
    public required IReadOnlyList<int> InputShape { get; init; }

    /// <summary>The classes, or the names of the values.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The parts.</summary>
    public required IReadOnlyList<ReportPart> Parts { get; init; }

    /// <summary>What was decided about the data.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether the data has changed since the run began.</summary>
    public bool HasChanged { get; init; }

    /// <summary>The facts about a run's data.</summary>
    public static ReportData Of(Recipe recipe, TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        var (train, test, validation) = (data.Split.Train, data.Split.Test, data.Split.Validation);
        return new ReportData
        {
            Source = recipe.Source,
            Task = train.Task,
            InputShape = [.. Enumerable.Range(0, train.InputShape.Rank).Select(i => train.InputShape[i])],
            Outputs = [.. (train.Task == TaskKind.Classification ? train.ClassNames : train.TargetNames).Take(MostClasses)],
            Parts = [.. new[] { Part("training", train), Part("validation", validation), Part("test", test) }.OfType<ReportPart>()],
            Notes = data.Notes,
            HasChanged = recipe.DataHash is { } hash && hash != data.Hash,
        };
    }

    private static ReportPart? Part(string name, Dataset? part)
        => part is null ? null : new(name, part.Count, part.Task == TaskKind.Classification ? [.. part.ClassCounts().Take(MostClasses)] : []);
}
