using System.Globalization;

namespace Descent;

/// <summary>Finds features that are the target, or alone nearly determine it, and features that only number the samples.</summary>
public sealed class Leakage : FindingRule
{
    private const int FewestSamples = 20;
    private const int FewestFeatures = 3;
    private const double NearlyAll = 0.05;
    private const double OfTheBaseline = 0.1;
    private const double OthersWorse = 5;
    private const double Difference = 0.05;
    private const double Errors = 4;
    private const double AlmostLinear = 0.9999;
    private const double Gaps = 2.5;
    private const double IdentifierGain = 0.3;

    private static readonly string[] IdentifierEndings = ["id", "uuid", "guid", "identifier", "index", "rownum", "rownumber", "recordnumber", "serial"];

    /// <summary>How leakage describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "leakage",
        Summary = "A feature is the target in other words, or alone nearly determines it, or numbers the samples: it will not be there, or not mean the same, when the model is used.",
        FormulaText = "feature = target (each value one class, or |correlation| > 0.9999); or its error alone is at most 0.05 and a tenth of the baseline's, "
            + "and a fifth of that of all others together; or different whole numbers without large gaps that tell the class, or are called an id",
        Expects = "each feature of the training samples by itself, and all others together by nearest neighbours and a linear model",
        Source = "Kaufman, Rosset, Perlich and Stitelman, Leakage in data mining, 2012; Kapoor and Narayanan, Leakage and the reproducibility crisis, 2023",
        Caveats = "A strong feature is no leak where the others tell nearly as much. With one or two features nothing is said about nearly determining: they may be all there is.",
        Create = _ => new Leakage(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var sample = examination.Sample;
        if (examination.ReadsTokens || sample.Features.Count < 2 || sample.Count < FewestSamples)
        {
            yield break;
        }

        var found = Equal(sample);
        if (found.Count == 0 && Determining(sample) is { } one)
        {
            found.Add(one);
        }

        found.AddRange(sample.Features.Where(feature => IsIdentifier(sample, feature, examination)).Select(feature
            => (feature, "numbers the samples: whole numbers, all different" + (IsNamedIdentifier(feature.Name) ? "" : ", that tell the class"), SingleFeature.Score(sample, feature))));
        if (found.Count == 0)
        {
            yield break;
        }

        var names = found.Select(leak => leak.Feature.Column ?? leak.Feature.Name).Distinct().ToArray();
        yield return new Finding(Definition.Name, FindingSeverity.Critical, "A feature that gives the target away")
        {
            Where = names.Length == 1 ? found[0].Feature.Where : $"columns {string.Join(", ", names.Take(5).Select(name => $"'{name}'"))}",
            Evidence = $"'{found[0].Feature.Name}' {found[0].What}" + (names.Length > 1 ? FormattableString.Invariant($"; {names.Length - 1} more give it away, too") : ""),
            Numbers = [new("features", names.Length), new("score alone", found[0].Score), new("features in all", sample.Features.Count)],
            Meaning = "The model will learn this feature and little else. If it is known only after the target is, the score is worth nothing; if it is a number of the row, it is learned by heart.",
            Remedy = new Remedy(
                "Ignore the column, unless it is truly known before the target when the model is used.",
                found[0].Feature.Column is null ? null : recipe => recipe with { Ignore = [.. (recipe.Ignore ?? []).Union(names)], Features = recipe.Features?.Except(names).ToArray() }),
        };
    }

    private static List<(DataFeature Feature, string What, double Score)> Equal(DataSample sample)
    {
        if (sample.Data.Task == TaskKind.Regression)
        {
            return [.. sample.Features.Where(feature => feature.Width == 1).Select(feature => (feature, Correlation: Correlation(sample, feature)))
                .Where(one => Math.Abs(one.Correlation) > AlmostLinear)
                .Select(one => (one.feature, string.Create(CultureInfo.InvariantCulture, $"is the target in another unit: their correlation is {one.Correlation:0.00000}"), one.Correlation))];
        }

        var classes = sample.Data.ClassCount;
        var present = Enumerable.Range(0, sample.Count).Select(sample.Label).Distinct().Count();
        var (equal, indicators) = (new List<(DataFeature, string, double)>(), new Dictionary<int, DataFeature>());
        foreach (var feature in sample.Features)
        {
            if (Bijection(sample, feature) is not { } partners)
            {
                continue;
            }

            if (partners.Count == present)
            {
                equal.Add((feature, $"is the class in other words: each of its {present} values comes with one class only, in all {sample.Count} samples", 1));
            }
            else
            {
                // Two values, one of which comes with one class only.
                indicators.TryAdd(partners.Keys.First(), feature);
            }
        }

        if (equal.Count == 0 && present > 2 && indicators.Count >= present - 1)
        {
            equal.AddRange(indicators.Values.Select(feature => (feature, $"marks one class exactly, and others the other classes, in all {sample.Count} samples", 1.0)));
        }

        return equal;
    }

    /// <summary>The classes that a feature's values stand for one by one; the one class that a flag stands for; null where there is no such thing.</summary>
    private static Dictionary<int, double>? Bijection(DataSample sample, DataFeature feature)
    {
        var (valueOf, isExact) = (new Dictionary<int, double>(), true);
        var labelsOf = new Dictionary<double, HashSet<int>>();
        for (var i = 0; i < sample.Count; i++)
        {
            var value = feature.Width == 1 ? sample.Columns[feature.First][i]
                : Enumerable.Range(0, feature.Width).MaxBy(c => sample.Columns[feature.First + c][i]);
            var label = sample.Label(i);
            isExact &= valueOf.TryAdd(label, value) || valueOf[label] == value;
            if (!labelsOf.TryGetValue(value, out var labels))
            {
                labelsOf[value] = labels = [];
            }

            labels.Add(label);
            if (labelsOf.Count > sample.Data.ClassCount || !isExact)
            {
                return null;
            }
        }

        return labelsOf.Count == valueOf.Count ? valueOf
            : labelsOf.Count == 2 && labelsOf.FirstOrDefault(pair => pair.Value.Count == 1) is { Value: not null } flag ? new() { [flag.Value.First()] = flag.Key }
            : null;
    }

    private static (DataFeature Feature, string What, double Score)? Determining(DataSample sample)
    {
        if (sample.Features.Count < FewestFeatures || sample.AreNumbered)
        {
            return null;
        }

        var isClasses = sample.Data.Task == TaskKind.Classification;
        var baseline = isClasses ? 1 - Enumerable.Range(0, sample.Count).CountBy(sample.Label).Max(pair => (double)pair.Value / sample.Count) : 1;
        foreach (var (feature, score) in sample.Features.Select(feature => (feature, Score: SingleFeature.Score(sample, feature))).OrderByDescending(one => one.Score).Take(3))
        {
            var error = 1 - score;
            if (error > NearlyAll || error > OfTheBaseline * baseline)
            {
                break;
            }

            var others = 1 - OtherFeatures.Score(sample, feature);
            var deviation = isClasses ? Math.Sqrt(((error * (1 - error)) + (others * (1 - Math.Min(1, others)))) / sample.Count) : Math.Sqrt(2.0 / sample.Count) * Math.Min(1, others);
            if (others > OthersWorse * error && others - error > Difference && others - error > Errors * deviation)
            {
                return (feature, string.Create(CultureInfo.InvariantCulture,
                    $"alone gives {(isClasses ? "the class of" : "an R2 of")} {score:0.0%}{(isClasses ? " of the samples" : "")}; all other features together give {Math.Max(0, 1 - others):0.0%}"), score);
            }
        }

        return null;
    }

    private static bool IsIdentifier(DataSample sample, DataFeature feature, Examination examination)
    {
        if (feature.Width > 1 || feature.IsIndicator)
        {
            return false;
        }

        var encoding = examination.Encoder?.Columns.FirstOrDefault(column => column.Name == feature.Column && !column.IsRaw);
        var numbers = Array.ConvertAll(sample.Columns[feature.First], value => encoding is null ? value : (value * encoding.StandardDeviation) + encoding.Mean);
        Array.Sort(numbers);
        if (Array.Exists(numbers, number => Math.Abs(number - Math.Round(number)) > 0.01 + (1e-6 * Math.Abs(number))))
        {
            return false;
        }

        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] - numbers[i - 1] < 0.5)
            {
                return false;
            }
        }

        if (IsNamedIdentifier(feature.Name))
        {
            return true;
        }

        if (sample.Data.Task == TaskKind.Regression || numbers[^1] - numbers[0] > Gaps * examination.Train.Count)
        {
            return false;
        }

        var baseline = Enumerable.Range(0, sample.Count).CountBy(sample.Label).Max(pair => (double)pair.Value / sample.Count);
        return SingleFeature.Score(sample, feature) - baseline > IdentifierGain * (1 - baseline);
    }

    private static bool IsNamedIdentifier(string name)
    {
        var words = string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) && char.IsLower(name[i - 1]) ? $" {letter}" : $"{letter}"))
            .Split([' ', '_', '-', '.', '#'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && IdentifierEndings.Contains(words[^1], StringComparer.OrdinalIgnoreCase);
    }

    private static double Correlation(DataSample sample, DataFeature feature)
    {
        var column = sample.Columns[feature.First];
        var most = 0.0;
        for (var output = 0; output < sample.Data.OutputCount; output++)
        {
            double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
            for (var i = 0; i < column.Length; i++)
            {
                double a = column[i], b = sample.Value(i, output);
                (x, y) = (x + (a / column.Length), y + (b / column.Length));
            }

            for (var i = 0; i < column.Length; i++)
            {
                double a = column[i] - x, b = sample.Value(i, output) - y;
                (xx, yy, xy) = (xx + (a * a), yy + (b * b), xy + (a * b));
            }

            var correlation = xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
            most = Math.Abs(correlation) > Math.Abs(most) ? correlation : most;
        }

        return most;
    }
}
