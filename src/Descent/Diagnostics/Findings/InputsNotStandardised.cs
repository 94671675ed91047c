namespace Descent;

/// <summary>Finds inputs that are far larger or smaller than weights are made for, far from 0, or of very different sizes.</summary>
public sealed class InputsNotStandardised : FindingRule
{
    // Networks are initialised for inputs of size 1. A tenth of that, or ten times, is made up for in a few steps.
    private const double Large = 10;
    private const double LargeImage = 4;
    private const double Small = 0.01;
    private const double FarFromZero = 10;
    private const double VeryDifferent = 100;

    /// <summary>How inputs-not-standardised describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "inputs-not-standardised",
        Summary = "Inputs as the network sees them are far from 0, much larger or smaller than 1, or of very different sizes, so that no learning rate fits all weights.",
        FormulaText = "a column's root mean square > 10 (images: 4) or < 0.01, or |mean| > 10 deviations, or deviations that differ by a factor above 100",
        Expects = "the training inputs after all encoding and scaling; of images each channel as a whole",
        Source = "LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, section 4.3",
        Caveats = "Columns of two values, and those of which most values are the same, are only held to the first threshold: rare ones are small by nature. "
            + "Inputs that are looked up in an embedding, or that batch normalisation takes first, need no scaling.",
        Create = _ => new InputsNotStandardised(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.ReadsTokens || examination.Trace?.Layers.FirstOrDefault(traced => traced.Layer is not Flatten)?.Layer is BatchNorm)
        {
            yield break;
        }

        var sample = examination.Sample;
        var image = sample.Data.ImageShape;
        var columns = image is { } shape ? Channels(sample, shape[0]) : Columns(sample);
        var continuous = columns.Where(column => column.Facts.IsContinuous && column.Facts.Deviation > 0).ToArray();
        var bad = columns.Where(column => IsBad(column.Facts, image is not null)).OrderByDescending(column => Badness(column.Facts)).ToArray();
        var (widest, narrowest) = continuous.Length == 0 ? (columns[0], columns[0])
            : (continuous.MaxBy(column => column.Facts.Deviation), continuous.MinBy(column => column.Facts.Deviation));
        var ratio = continuous.Length == 0 ? 1 : widest.Facts.Deviation / narrowest.Facts.Deviation;
        if (bad.Length == 0 && ratio <= VeryDifferent)
        {
            yield break;
        }

        var worst = bad.Length > 0 ? bad[0] : widest;
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Inputs that are not standardised")
        {
            Where = worst.Where,
            Evidence = bad.Length > 0
                ? FormattableString.Invariant($"the network sees a mean of {worst.Facts.Mean:G3} and a standard deviation of {worst.Facts.Deviation:G3}")
                    + (bad.Length > 1 ? FormattableString.Invariant($"; {bad.Length} of {columns.Count} are like this") : "")
                    + (ratio > VeryDifferent ? FormattableString.Invariant($"; standard deviations differ by a factor of {ratio:G3}") : "")
                : FormattableString.Invariant($"standard deviations go from {narrowest.Facts.Deviation:G3} ({narrowest.Where}) to {widest.Facts.Deviation:G3}, a factor of {ratio:G3}"),
            Numbers =
            [
                new("mean", worst.Facts.Mean), new("standard deviation", worst.Facts.Deviation), new("columns", bad.Length), new("factor", ratio),
                new("largest allowed", image is null ? Large : LargeImage),
            ],
            Meaning = "Gradients grow with the size of inputs: a rate that fits the large ones is too small for the others, and what is far from 0 tells the network mostly its mean.",
            Remedy = new Remedy(
                "Standardise the inputs with mean and deviation of the training part: scale standardize, or DataSplit.Standardize() in code.",
                recipe => recipe with { Scale = "standardize" }),
        };
    }

    private static bool IsBad(ColumnFacts facts, bool isImage)
        => facts.Rms > (isImage ? LargeImage : Large)
            || (facts.IsContinuous && facts.Deviation > 0 && (facts.Rms < Small || (!isImage && Math.Abs(facts.Mean) > FarFromZero * facts.Deviation)));

    // How far the size is from 1, in either direction.
    private static double Badness(ColumnFacts facts) => Math.Abs(Math.Log(Math.Max(facts.Rms, 1e-30)));

    private static List<(string Where, ColumnFacts Facts)> Columns(DataSample sample)
    {
        var names = sample.Features.SelectMany(feature => Enumerable.Repeat(feature.Where, feature.Width)).ToArray();
        return [.. sample.Columns.Select((column, c) => (names.Length > 0 ? names[c] : FormattableString.Invariant($"number {c} of an input"), ColumnFacts.Of(column)))];
    }

    private static List<(string Where, ColumnFacts Facts)> Channels(DataSample sample, int channels)
    {
        const int mostValues = 200_000;
        var plane = sample.Columns.Length / channels;
        var each = Math.Clamp(mostValues / plane, 1, sample.Count);
        return [.. Enumerable.Range(0, channels).Select(channel => (
            channels == 1 ? "the pixels" : FormattableString.Invariant($"channel {channel}"),
            ColumnFacts.Of([.. sample.Columns.Skip(channel * plane).Take(plane).SelectMany(column => column.Take(each))])))];
    }
}
