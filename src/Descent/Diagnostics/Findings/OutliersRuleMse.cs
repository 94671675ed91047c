namespace Descent;

/// <summary>Finds a few targets so far off that they alone make most of the squared error.</summary>
public sealed class OutliersRuleMse : FindingRule
{
    private const double Far = 8;
    private const double Few = 0.05;
    private const double Most = 0.5;
    private const int Voters = 5;
    private const int Shown = 8;

    // The standard deviation of a normal distribution is so many times the median distance from its median.
    private const double NormalFactor = 1.4826;

    /// <summary>How outliers-rule-mse describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "outliers-rule-mse",
        Summary = "A few samples have targets so far from all others that they make most of the squared error: the model is fitted to them.",
        FormulaText = "samples more than 8 robust deviations off, both from the median and from what their neighbours have, are at most 5 % and make more than half of the squared deviations",
        Expects = "a loss of squares, the training targets, and the median target of the 5 nearest other training samples; robust deviation = 1.4826 median |x - median|",
        Source = "Huber, Robust estimation of a location parameter, 1964; Leys et al., Detecting outliers: use absolute deviation around the median, 2013",
        Caveats = "Large targets that neighbours share can be learned and are none. A lognormal target has a long tail but no few samples that rule it.",
        Create = _ => new OutliersRuleMse(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Train.Task != TaskKind.Regression || examination.Loss is not MeanSquaredError || examination.Neighbours is not { } neighbours)
        {
            yield break;
        }

        for (var output = 0; output < examination.Train.OutputCount; output++)
        {
            if (Found(examination, neighbours, output) is { } found)
            {
                yield return found;
                yield break;
            }
        }
    }

    private static Finding? Found(Examination examination, Neighbours neighbours, int output)
    {
        var (sample, train) = (neighbours.Sample, examination.Train);
        var values = neighbours.Samples.Select(place => (double)sample.Value(place, output)).ToArray();
        var middle = Median(values);
        var surprises = values.Select((value, i) => value - Median([.. neighbours.Nearest[i].Take(Voters).Select(place => (double)sample.Value(place, output))])).ToArray();
        var deviation = NormalFactor * Median([.. values.Select(value => Math.Abs(value - middle))]);
        var usual = NormalFactor * Median([.. surprises.Select(Math.Abs)]);
        if (!(deviation > 0) || !(usual > 0))
        {
            return null;
        }

        var mean = values.Average();
        var outliers = Enumerable.Range(0, values.Length)
            .Where(i => Math.Abs(values[i] - middle) > Far * deviation && Math.Abs(surprises[i]) > Far * usual)
            .OrderByDescending(i => Math.Abs(values[i] - middle)).ToArray();
        var share = outliers.Sum(i => Square(values[i] - mean)) / values.Sum(value => Square(value - mean));
        var unexplained = outliers.Sum(i => Square(surprises[i])) / Math.Max(double.Epsilon, outliers.Sum(i => Square(values[i] - middle)));
        if (outliers.Length == 0 || outliers.Length > Few * values.Length || !(share > Most) || !(unexplained > Most))
        {
            return null;
        }

        int[] rows = [.. outliers.Select(i => sample.Rows[neighbours.Samples[i]])];
        return new Finding(Definition.Name, FindingSeverity.Warning, "Outliers rule the squared error")
        {
            Where = $"target '{train.TargetNames[output]}'",
            Evidence = FormattableString.Invariant($"{outliers.Length} of {values.Length} samples make {share:P0} of the squared deviations; the farthest is {Math.Abs(values[outliers[0]] - middle) / deviation:0} robust deviations off: ")
                + $"{string.Join(", ", rows.Take(Shown).Select(row => SamplePlace.Of(train, row, "training")))}{(rows.Length > Shown ? ", ..." : "")}",
            Numbers =
            [
                new("outliers", outliers.Length), new("samples", values.Length), new("share of squares", share), new("threshold", Most),
                new("farthest", Math.Abs(values[outliers[0]] - middle) / deviation),
            ],
            Meaning = "A square counts an error of 10 a hundred times: what these samples say, which may be mistakes, moves the model more than all others together.",
            Remedy = new Remedy(
                "Use huber (or mae), whose gradient does not grow with the error, and look at the samples: mend them if they are mistakes.",
                recipe => recipe with { Loss = Huber(deviation) }),
        };
    }

    // Errors up to the usual size count as squares.
    private static string Huber(double deviation) => FormattableString.Invariant($"huber delta={Math.Max(1e-6, deviation):G2}");

    private static double Median(double[] values)
    {
        Array.Sort(values = [.. values]);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }

    private static double Square(double value) => value * value;
}
