namespace Descent;

/// <summary>
/// 1 - sum of w o / sum of w e, with the observed counts o, the counts e expected by chance, and w = |i - j|^power (1 off the diagonal
/// for power 0).
/// </summary>
public sealed class CohenKappa : ClassificationMetric
{
    private static readonly Option Distance
        = new("power", OptionKind.Integer, "the power of the distance of classes that weighs a mistake: 0 none, 1 linear, 2 quadratic", "0")
        {
            Minimum = 0,
            Maximum = 2,
            Positional = true,
        };

    /// <summary>The metric with its weights.</summary>
    /// <param name="power">The power of the distance of classes that weighs a mistake: 0 none, 1 linear, 2 quadratic.</param>
    /// <exception cref="SpecificationException">power is not 0, 1 or 2.</exception>
    public CohenKappa(int power = 0) => Power = (int)LossOptions.Within(Definition.Name, "power", power, 0, 2);

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "cohen-kappa",
        Aliases = ["kappa"],
        Summary = "The agreement beyond chance of predicted and true classes; weighted for classes in an order.",
        FormulaText = "1 - sum w o / sum w e, with observed counts o and expected counts e",
        Source = "J. Cohen, 1960 and 1968",
        Caveats = "Without weights every mistake counts the same; linear and quadratic weights grow with the distance of the classes.",
        Options = [Distance],
        Create = options => new CohenKappa(options.Integer("power")),
    };

    /// <summary>The power of the distance of classes that weighs a mistake.</summary>
    public int Power { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        var matrix = ConfusionMatrix.Of(predictions);
        var (observed, expected, total) = (0.0, 0.0, matrix.Total);
        for (var i = 0; i < matrix.Classes; i++)
        {
            for (var j = 0; j < matrix.Classes; j++)
            {
                var weight = i == j ? 0 : Math.Pow(Math.Abs(i - j), Power);
                observed += weight * matrix[i, j];
                expected += weight * matrix.Actual(i) * matrix.Predicted(j) / total;
            }
        }

        return expected == 0 ? double.NaN : 1 - (observed / expected);
    }
}
