namespace Descent;

/// <summary>The harmonic mean of precision and recall, 2 true positives / (predicted + actual); 0 / 0 counts as 0.</summary>
public sealed class F1 : ClassScore
{
    /// <summary>The metric with its averaging.</summary>
    public F1(Averaging averaging = Averaging.Macro)
        : base(averaging)
    {
    }

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "f1",
        Summary = "The harmonic mean of precision and recall.",
        FormulaText = "2 true positives / (predicted + actual)",
        Source = "C. J. van Rijsbergen, Information Retrieval, 1979",
        Caveats = "0 / 0 counts as 0. Macro averages over all classes, absent ones too.",
        Options = [AveragingOption],
        Create = options => new F1(AveragingOf(options)),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    private protected override double Score(long truePositives, long predicted, long actual)
        => Ratio(2.0 * truePositives, predicted + actual);
}
