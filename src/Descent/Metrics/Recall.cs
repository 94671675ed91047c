namespace Descent;

/// <summary>true positives / samples of the class; 0 / 0 counts as 0.</summary>
public sealed class Recall : ClassScore
{
    /// <summary>The metric with its averaging.</summary>
    public Recall(Averaging averaging = Averaging.Macro)
        : base(averaging)
    {
    }

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "recall",
        Summary = "Of the samples of a class, the share that was found.",
        FormulaText = "true positives / actual",
        Source = "C. J. van Rijsbergen, Information Retrieval, 1979",
        Caveats = "0 / 0 counts as 0. Macro averages over all classes, absent ones too.",
        Options = [AveragingOption],
        Create = options => new Recall(AveragingOf(options)),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    private protected override double Score(long truePositives, long predicted, long actual)
        => Ratio(truePositives, actual);
}
