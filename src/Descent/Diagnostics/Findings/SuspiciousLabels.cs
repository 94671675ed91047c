namespace Descent;

/// <summary>Finds samples whose class is confidently contradicted by samples like them.</summary>
public sealed class SuspiciousLabels : FindingRule
{
    private const double OwnShare = 0.35;
    private const double FewestShare = 0.02;
    private const int Fewest = 5;
    private const double GoodRecall = 0.6;
    private const double UnsureFactor = 0.75;
    private const double RepeatedShare = 0.2;
    private const int Shown = 12;

    /// <summary>How suspicious-labels describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "suspicious-labels",
        Summary = "Samples have a class that the samples most like them clearly do not have, in data whose classes are otherwise told apart well: labels are likely wrong.",
        FormulaText = "samples with at most 35 % neighbours of their own class and at least 65 % of one other are 2 % and more, and the samples in between are fewer than 0.75 times as many",
        Expects = "the classes of the 20 nearest other training samples (a tenth of all, where there are few), for up to 2000 samples",
        Source = "Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels, 2021; Wilson, Asymptotic properties of nearest neighbor rules using edited data, 1972",
        Caveats = "Classes that overlap contradict one another, too, but then many samples are in between. Samples of a class that neighbours mostly do not recognise are not judged, nor is data of few values, in which a fifth of the inputs come again by chance.",
        Create = _ => new SuspiciousLabels(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var train = examination.Train;
        // Where a feature gives the target away, it is this feature that neighbours have in common.
        if (train.Task != TaskKind.Classification || examination.Found("leakage") || examination.Neighbours is not { } neighbours)
        {
            yield break;
        }

        var sample = neighbours.Sample;
        var judged = neighbours.Samples.Select((place, i) => Judge(neighbours, place, i)).ToArray();
        if (judged.Count(one => examination.Twins.IsRepeatedByChance(sample.Rows[one.Place])) > RepeatedShare * judged.Length)
        {
            // Where values are so few that inputs come again and again, they do not tell the class, and neighbours prove nothing.
            yield break;
        }

        var recall = new double[train.ClassCount];
        for (var label = 0; label < recall.Length; label++)
        {
            var own = judged.Where(one => one.Label == label).ToArray();
            recall[label] = own.Length == 0 ? 0 : (double)own.Count(one => one.Best == label) / own.Length;
        }

        // What has the inputs of another class exactly is told of as a duplicate.
        var twins = examination.Twins.Contradicting.SelectMany(group => group).ToHashSet();
        var contradicted = judged.Where(one => !twins.Contains(sample.Rows[one.Place]) && one.Own <= OwnShare && one.Other >= 1 - OwnShare && recall[one.Label] >= GoodRecall && recall[one.Best] >= GoodRecall)
            .OrderByDescending(one => one.Other - one.Own).ToArray();
        var unsure = judged.Count(one => one.Own > OwnShare ? one.Own < 1 - OwnShare : one.Other < 1 - OwnShare);
        if (contradicted.Length < Fewest || contradicted.Length < FewestShare * judged.Length || unsure > UnsureFactor * contradicted.Length)
        {
            yield break;
        }

        int[] rows = [.. contradicted.Select(one => sample.Rows[one.Place])];
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Labels that are likely wrong")
        {
            Where = "the training part",
            Evidence = FormattableString.Invariant($"{contradicted.Length} of {judged.Length} samples have a class that their neighbours clearly contradict: ")
                + string.Join(", ", contradicted.Take(Shown).Select(one
                    => $"{SamplePlace.Of(train, sample.Rows[one.Place], "training")} ('{train.ClassNames[one.Label]}', neighbours '{train.ClassNames[one.Best]}')"))
                + (contradicted.Length > Shown ? ", ..." : ""),
            Numbers =
            [
                new("contradicted", contradicted.Length), new("samples looked at", judged.Length), new("share", (double)contradicted.Length / judged.Length),
                new("threshold", FewestShare), new("in between", unsure),
            ],
            Meaning = "A model that is powerful enough learns wrong labels by heart and is unsure, or wrong, about samples like them.",
            Remedy = new Remedy(
                "Look at these samples and correct them. Until then leave them out of the training part: exclude does it for tables.",
                train.Lines is { } lines ? recipe => recipe with { Exclude = [.. (recipe.Exclude ?? []).Union(rows.Order().Select(row => FormattableString.Invariant($"{lines[row]}")))] } : null),
        };
    }

    private static (int Place, int Label, int Best, double Own, double Other) Judge(Neighbours neighbours, int place, int i)
    {
        var (sample, nearest) = (neighbours.Sample, neighbours.Nearest[i]);
        var votes = new double[sample.Data.ClassCount];
        foreach (var neighbour in nearest)
        {
            votes[sample.Label(neighbour)] += 1.0 / nearest.Length;
        }

        var label = sample.Label(place);
        var own = votes[label];
        var best = Array.IndexOf(votes, votes.Max());
        votes[label] = 0;
        return (place, label, best, own, votes.Max());
    }
}
