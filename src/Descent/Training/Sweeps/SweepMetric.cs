namespace Descent;

/// <summary>The measure on the validation part by which trials are compared.</summary>
/// <param name="Name">Its name: <c>loss</c> or a metric's.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
internal sealed record SweepMetric(string Name, bool HigherIsBetter)
{
    private const string Loss = "loss";

    /// <summary>The measure that is asked for, or that fits what varies.</summary>
    /// <exception cref="SpecificationException">There is none of this name for the task; the nearest are named.</exception>
    public static SweepMetric Of(SweepPlan plan, Dataset train)
    {
        var known = StandardMetrics.Of(train.Task, train.Task == TaskKind.Classification ? train.ClassCount : train.OutputCount);
        var usual = plan.Fields.Any(field => field.Place.Field.Name == Loss) ? train.Task == TaskKind.Classification ? "accuracy" : "rmse" : Loss;
        var name = plan.Metric ?? usual;
        if (name is Loss or "validation-loss")
        {
            return new SweepMetric(Loss, false);
        }

        var metric = known.FirstOrDefault(metric => Specification.Goes(Specification.Find(metric.Name, Catalog.Metrics, "metric"), name))
            ?? throw new SpecificationException(
                $"trials cannot be compared by '{RecipeText.Shown(name)}'. "
                + NearestNames.Suggest(name, known.Select(metric => metric.Name).Prepend(Loss)));
        return new SweepMetric(metric.Name, metric.HigherIsBetter);
    }

    /// <summary>The measure where it was taken; null where it was not, or is no number.</summary>
    public double? Value(double? loss, IReadOnlyDictionary<string, double> metrics)
        => (Name == Loss ? loss : metrics.TryGetValue(Name, out var value) ? value : null) is { } score && double.IsFinite(score) ? score : null;

    /// <summary>Numbers in the order from the best to the worst; those that are none come last.</summary>
    public int Compare(double? first, double? second)
        => (first, second) switch
        {
            ({ } one, { } other) => HigherIsBetter ? other.CompareTo(one) : one.CompareTo(other),
            _ => (first is null).CompareTo(second is null),
        };
}
