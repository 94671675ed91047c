namespace Descent;

/// <summary>Finds samples that are both trained on and measured on, and samples that are the same but for their class.</summary>
public sealed class DuplicateRows : FindingRule
{
    // Data may have twins of its own, up to a quarter of all samples; twins that lie across the cut more often than within a part were put there.
    private const double NaturalShare = 0.3;
    private const double CopiedShare = 0.1;
    private const double CopiedFactor = 2;
    private const double Errors = 2;
    private const double ContradictingShare = 0.05;
    private const int FewestPairs = 5;
    private const int MostAsked = 2000;
    private const int Shown = 5;

    /// <summary>How duplicate-rows describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "duplicate-rows",
        Summary = "The same samples are in the training part and in the part that is measured on, so that knowing them by heart looks like skill; or the same inputs come with different classes.",
        FormulaText = "share of the test or validation part that has the inputs and target of a training sample - 2 standard errors > 0.3, or > 0.1 where it is twice that within the training part; or 5 % of the training samples and more have those of one of another class",
        Expects = "the encoded inputs of all parts",
        Source = "Barz and Denzler, Do we train on test data? Purging CIFAR of near-duplicates, 2020; Kapoor and Narayanan, Leakage and the reproducibility crisis, 2023",
        Caveats = "Where values are few, samples are the same by chance; they count only where by the shares of their values less than 0.01 others were to be expected. "
            + "Some duplicates are natural and change no score much; copies of samples that are measured on are not.",
        Create = _ => new DuplicateRows(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var twins = examination.Twins;
        foreach (var (part, name) in new[] { (examination.Test, "test"), (examination.Validation, "validation") })
        {
            if (part is not null && part.InputShape.Equals(examination.Train.InputShape) && Shared(examination, twins, part, name) is { } found)
            {
                yield return found;
                yield break;
            }
        }

        if (examination.Train.Task == TaskKind.Classification && Contradicting(examination, twins) is { } contradicting)
        {
            yield return contradicting;
        }
    }

    private static Finding? Shared(Examination examination, RowTwins twins, Dataset part, string name)
    {
        var asked = DataSample.Draw(part.Count, MostAsked, "doctor asked");
        var pairs = asked.Select(row => (Row: row, Twin: twins.TwinOf(part, row))).Where(pair => pair.Twin is not null).ToArray();
        var train = examination.Train;
        var share = Math.Min(1, (double)pairs.Length / asked.Length * train.Count / twins.Known);
        var error = Errors * Math.Sqrt(share * (1 - share) / asked.Length);
        var within = twins.ShareWithin;
        var threshold = share > CopiedFactor * within ? CopiedShare : NaturalShare;
        return pairs.Length < FewestPairs || share - error < threshold ? null : new Finding(Definition.Name, FindingSeverity.Warning, "Training samples in the part that is measured on")
        {
            Where = $"the {name} part",
            Evidence = FormattableString.Invariant($"{pairs.Length} of {asked.Length} {name} samples have exactly the inputs and the target of a training sample")
                + (twins.Known < train.Count ? FormattableString.Invariant($" among {twins.Known}; of all it is about {share:P0}") : "")
                + $": {string.Join("; ", pairs.Take(Shown).Select(pair => $"{Place(part, pair.Row, name)} and {Place(train, pair.Twin!.Value, "training")}"))}{(pairs.Length > Shown ? "; ..." : "")}",
            Numbers = [new("shared samples", pairs.Length), new("samples looked at", asked.Length), new("share", share), new("share within training", within), new("threshold", threshold)],
            Meaning = $"The {name} part should tell how the model does on what it has never seen. On these samples memory is enough: the score is better than the model.",
            Remedy = new Remedy(
                "Keep each sample once, before the data is split: duplicates drop does it for tables.",
                examination.Encoder is null || examination.Recipe?.TestFile is not null ? null : recipe => recipe with { Duplicates = "drop" }),
        };
    }

    private static Finding? Contradicting(Examination examination, RowTwins twins)
    {
        var train = examination.Train;
        var groups = twins.Contradicting;
        var count = groups.Sum(group => group.Count);
        var share = (double)count / twins.Known;
        return groups.Count < FewestPairs || share < ContradictingShare ? null : new Finding(Definition.Name, FindingSeverity.Warning, "The same inputs with different classes")
        {
            Where = "the training part",
            Evidence = FormattableString.Invariant($"{count} of {twins.Known} training samples have the inputs of one of another class: ")
                + string.Join("; ", groups.Take(Shown).Select(group => $"{string.Join(" and ", group.Take(3).Select(row => $"{Place(train, row, "training")} ({train.ClassNames[train.Labels[row]]})"))}"))
                + (groups.Count > Shown ? "; ..." : ""),
            Numbers = [new("contradicting samples", count), new("samples looked at", twins.Known), new("share", share), new("threshold", ContradictingShare)],
            Meaning = "No model can be right about all of them: either a label is wrong, or a column that tells them apart is missing.",
            Remedy = new Remedy(
                "Find out which label is right; until then such samples are best left out of the training part: exclude does it for tables.",
                train.Lines is { } lines
                    ? recipe => recipe with { Exclude = [.. (recipe.Exclude ?? []).Union(groups.SelectMany(group => group).Select(row => FormattableString.Invariant($"{lines[row]}")))] }
                    : null),
        };
    }

    private static string Place(Dataset data, int row, string part) => SamplePlace.Of(data, row, part);
}
