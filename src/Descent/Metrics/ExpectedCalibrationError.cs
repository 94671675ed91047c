namespace Descent;

/// <summary>The sum over bins (k/n, (k+1)/n] of the largest probability of share * |accuracy - mean confidence|.</summary>
public sealed class ExpectedCalibrationError : ClassificationMetric
{
    private static readonly Option BinCount = new("bins", OptionKind.Integer, "the number of bins of confidence", "10")
    {
        Minimum = 1,
        Positional = true,
    };

    /// <summary>The metric with its number of bins.</summary>
    /// <param name="bins">The number of bins of confidence.</param>
    /// <exception cref="SpecificationException">bins is below 1.</exception>
    public ExpectedCalibrationError(int bins = 10) => Bins = (int)LossOptions.Within(Definition.Name, "bins", bins, 1, int.MaxValue);

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "expected-calibration-error",
        Aliases = ["ece", "calibration"],
        Summary = "How far confidence is from accuracy: of the predictions made with 80 %, 80 % should be right.",
        FormulaText = "sum over bins of share |accuracy - mean confidence|",
        Source = "M. P. Naeini et al., AAAI 2015; C. Guo et al., ICML 2017",
        Caveats = "Depends on the number of bins; bins are (k/n, (k+1)/n].",
        Options = [BinCount],
        Create = options => new ExpectedCalibrationError(options.Integer("bins")),
    };

    /// <summary>The number of bins of confidence.</summary>
    public int Bins { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => ReliabilityCurve.Of(predictions, Bins).Sum(bin =>
            (double)bin.Count / predictions.Count * Math.Abs(bin.Accuracy - bin.Confidence));
}
