namespace Descent;

/// <summary>true positives / samples predicted as the class; 0 / 0 counts as 0.</summary>
public sealed class Precision : ClassScore
{
    /// <summary>The metric with its averaging.</summary>
    public Precision(Averaging averaging = Averaging.Macro)
        : base(averaging)
    {
    }

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "precision",
        Summary = "Of the samples predicted as a class, the share that is of it.",
        FormulaText = "true positives / predicted",
        Source = "C. J. van Rijsbergen, Information Retrieval, 1979",
        Caveats = "0 / 0 counts as 0. Macro averages over all classes, absent ones too.",
        Options = [AveragingOption],
        Create = options => new Precision(AveragingOf(options)),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    private protected override double Score(long truePositives, long predicted, long actual)
        => Ratio(truePositives, predicted);
}
