namespace Descent;

/// <summary>The share of samples whose true class is among the k most probable; on a tie classes with smaller numbers come first.</summary>
public sealed class TopKAccuracy : ClassificationMetric
{
    private static readonly Option Places = new("k", OptionKind.Integer, "how many of the most probable classes count", "5")
    {
        Minimum = 1,
        Positional = true,
    };

    /// <summary>The metric with its number of places.</summary>
    /// <param name="k">How many of the most probable classes count.</param>
    /// <exception cref="SpecificationException">k is below 1.</exception>
    public TopKAccuracy(int k = 5) => K = (int)LossOptions.Within(Definition.Name, "k", k, 1, int.MaxValue);

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "top-k-accuracy",
        Aliases = ["top-k"],
        Summary = "The share of samples whose true class is among the k most probable.",
        FormulaText = "correct within k / n",
        Source = "A. Krizhevsky et al., ImageNet classification, 2012",
        Caveats = "On a tie at the k-th place the class with the smaller number counts.",
        Options = [Places],
        Create = options => new TopKAccuracy(options.Integer("k")),
    };

    /// <summary>How many of the most probable classes count.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        var correct = 0;
        for (var sample = 0; sample < predictions.Count; sample++)
        {
            var (row, label) = (predictions.Outputs(sample).ToArray(), predictions.Labels[sample]);
            correct += row.Where((p, i) => p > row[label] || (p == row[label] && i < label)).Count() < K ? 1 : 0;
        }

        return (double)correct / predictions.Count;
    }
}
