using System.Text.RegularExpressions;

namespace Descent;

/// <summary>Finds that a training ended by a value that is not finite.</summary>
public sealed partial class NonFinite : FindingRule
{
    /// <summary>How non-finite describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "non-finite",
        Summary = "A loss, gradient or parameter became infinite or not a number, and the training was stopped before it spoiled the model.",
        FormulaText = "the loss or a gradient of a step is not finite",
        Expects = "the record of the step that failed: parameters, inputs and each operation in the order of computation",
        Source = "IEEE 754; pytorch/pytorch#68425",
        Caveats = "No threshold. The first operation or parameter with such a value is named; what comes after it only passes it on.",
        Create = _ => new NonFinite(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Failure is not { } failure)
        {
            yield break;
        }

        var place = SamplePattern().Match(failure.Message);
        var row = place.Success && int.TryParse(place.Groups[1].Value, out var sample) && sample < failure.Rows.Count ? failure.Rows[sample] : (int?)null;
        var isData = failure.Message.Contains("an input of", StringComparison.Ordinal);
        yield return new Finding(Definition.Name, FindingSeverity.Critical, "A value that is not finite")
        {
            Where = FormattableString.Invariant($"epoch {failure.Epoch}, step {failure.Step + 1}"),
            Evidence = failure.Message + (row is null ? "" : FormattableString.Invariant($" (The sample is row {row} of the training part.)")),
            Numbers = [.. row is { } known ? new FindingNumber[] { new("row", known) } : [], new("step", failure.Step + 1), new("epoch", failure.Epoch), new("learning rate", examination.InitialLearningRate)],
            Meaning = isData
                ? "The data holds a value that is not finite; whatever is computed from it is not finite either."
                : "Values grew until they left the range of numbers: steps are too large for this loss.",
            Remedy = isData
                ? new Remedy($"Clean the data: the batch held the rows {string.Join(", ", failure.Rows.Take(12))}{(failure.Rows.Count > 12 ? ", ..." : "")} of the training part.")
                : new Remedy("Lower the learning rate to a tenth, and clip the norm of the gradients at 1.", Slower),
        };
    }

    private static Recipe Slower(Recipe recipe) => RateText.Scale(recipe, 0.1) with { ClipNorm = recipe.ClipNorm ?? 1 };

    [GeneratedRegex(@"sample (\d+) of the batch")]
    private static partial Regex SamplePattern();
}
