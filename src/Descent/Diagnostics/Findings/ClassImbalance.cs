namespace Descent;

/// <summary>Finds classes so rare that answering without them is nearly always right.</summary>
public sealed class ClassImbalance : FindingRule
{
    private const double Ratio = 10;
    private const double BaselineShare = 0.7;
    private const double GoodRecall = 0.5;
    private const int Voters = 5;
    private const int FewestAsked = 5;
    private const int MostAsked = 200;

    /// <summary>How class-imbalance describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "class-imbalance",
        Summary = "A class is so rare, and so mixed with the others, that answering without it is nearly always right: the model learns to leave it out.",
        FormulaText = "largest class >= 10 times the class and >= 70 % of the samples, and the 5 nearest neighbours of the class's samples find less than half of them by majority",
        Expects = "the classes of the training samples, a loss without class weights, and the nearest other training samples of those of rare classes",
        Source = "King and Zeng, Logistic regression in rare events data, 2001; He and Garcia, Learning from imbalanced data, 2009",
        Caveats = "Imbalance by itself is no fault: rare classes that stand apart are learned well. Classes of fewer than 5 samples looked at are not judged.",
        Create = _ => new ClassImbalance(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var train = examination.Train;
        if (train.Task != TaskKind.Classification || IsWeighed(examination.Loss) || examination.Neighbours is not { } neighbours)
        {
            yield break;
        }

        var counts = train.ClassCounts();
        var baseline = (double)counts.Max() / train.Count;
        if (baseline < BaselineShare)
        {
            yield break;
        }

        var sample = neighbours.Sample;
        int[] all = [.. Enumerable.Range(0, sample.Count)];
        var missed = new List<(int Label, double Recall)>();
        foreach (var label in Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0 && counts.Max() >= Ratio * counts[label]).OrderBy(label => counts[label]))
        {
            int[] asked = [.. all.Where(place => sample.Label(place) == label).Take(MostAsked)];
            if (asked.Length >= FewestAsked)
            {
                var found = neighbours.Find(asked, all, Voters).Count(nearest => neighbours.Majority(nearest) == label);
                missed.Add((label, (double)found / asked.Length));
            }
        }

        missed.RemoveAll(one => one.Recall >= GoodRecall);
        if (missed.Count == 0)
        {
            yield break;
        }

        var (rarest, recall) = missed[0];
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "A class that is rarely there")
        {
            Where = $"class '{train.ClassNames[rarest]}'",
            Evidence = FormattableString.Invariant($"{counts[rarest]} of {train.Count} samples; always answering '{train.ClassNames[Array.IndexOf(counts, counts.Max())]}' is right for {baseline:P1}, and neighbours find {recall:P0} of the class")
                + (missed.Count > 1 ? FormattableString.Invariant($"; {missed.Count - 1} more classes are like this") : ""),
            Numbers =
            [
                new("samples", counts[rarest]), new("ratio", (double)counts.Max() / counts[rarest]), new("threshold", Ratio), new("majority baseline", baseline), new("recall of neighbours", recall),
            ],
            Meaning = "The loss is a mean over samples, so a rare class hardly counts: accuracy looks good while the class that mostly matters is never found.",
            Remedy = new Remedy(
                "Weigh classes by their inverse frequency: cross-entropy class-weights=balanced. Judge by recall or F1 of each class, not by accuracy.",
                examination.Loss switch
                {
                    CrossEntropy => recipe => recipe with { Loss = $"{recipe.Loss} class-weights=balanced" },
                    BinaryCrossEntropy => recipe => recipe with { Loss = $"{recipe.Loss} positive-weight=balanced" },
                    _ => null,
                }),
        };
    }

    private static bool IsWeighed(Loss loss)
        => loss is CrossEntropy { ClassWeights: not null } or BinaryCrossEntropy { PositiveWeights: not null } or Focal or BinaryFocal;
}
