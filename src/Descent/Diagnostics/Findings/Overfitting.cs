namespace Descent;

/// <summary>Finds a model that goes on learning its training samples by heart while it gets worse on others.</summary>
public sealed class Overfitting : FindingRule
{
    private const int FewestEpochs = 5;
    private const int Smoothing = 3;
    private const double RisenBy = 0.3;
    private const double LargeRise = 0.1;
    private const double WideGap = 0.25;
    private const double WideScoreGap = 0.12;
    private const double Errors = 3;
    private const double Memorised = 0.5;

    /// <summary>How overfitting describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "overfitting",
        Summary = "The model learns its training samples by heart: the loss on them falls on, while that on other samples rises, or stays far above.",
        FormulaText = "validation loss > 1.3 its lowest and a tenth of the baseline loss above it, with the training loss still falling and a gap of a quarter of the baseline loss; "
            + "without a validation part: share of right answers on training samples - that on the test part > 0.12 and > 3 standard errors (R2: 0.24)",
        Expects = "the losses on training and validation part over the epochs, smoothed over 3; at the end, the loss on samples that were not trained on",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, sections 5.2 and 7.8; Prechelt, Early stopping - but when?, 1998",
        Caveats = "Every model does a little better on what it was trained on. A gap counts when it is large beside what there was to learn.",
        Create = _ => new Overfitting(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Epoch | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.BaselineLoss is not > 0 || examination.Failure is not null)
        {
            yield break;
        }

        // Where early stopping keeps the best epoch's model, what comes after it does no harm.
        var (evidence, numbers) = examination.KeepsBest ? ("", []) : examination.Validation is not null ? Rising(examination) : Gap(examination);
        if (evidence.Length == 0)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Overfitting")
        {
            Evidence = evidence,
            Numbers = numbers,
            Meaning = "What is learned now is true of the training samples alone, such as their noise: on new samples the model gets worse, or surer of what is wrong.",
            Remedy = new Remedy(
                "Stop when the validation loss no longer falls and keep the best epoch's model (patience), and hold the model back: dropout behind hidden activations and a little L2"
                + (examination.Train.ImageShape is not null ? ", and for images augmentation." : "."),
                recipe => HoldBack(recipe, examination)),
        };
    }

    private static (string Evidence, FindingNumber[] Numbers) Rising(Examination examination)
    {
        var history = examination.History;
        if (history.Count < FewestEpochs + Smoothing)
        {
            return ("", []);
        }

        var validation = Smooth([.. history.Select(epoch => epoch.ValidationLoss ?? double.NaN)]);
        var train = Smooth([.. history.Select(epoch => epoch.TrainLoss)]);
        var best = Array.IndexOf(validation, validation.Min());
        var gap = (validation[^1] - train[^1]) / examination.BaselineLoss!.Value;
        var hasRisen = train[^1] < (1 - Memorised) * examination.BaselineLoss.Value && best >= 0 && validation.Length - 1 - best >= Smoothing && validation[^1] > (1 + RisenBy) * validation[best]
            && validation[^1] - validation[best] > LargeRise * examination.BaselineLoss.Value && train[^1] < train[best];
        return hasRisen && gap > WideGap
            ? (FormattableString.Invariant(
                $"the validation loss was lowest, {validation[best]:G3}, about epoch {best + 2} and is now {validation[^1]:G3}, while the training loss went on from {train[best]:G3} to {train[^1]:G3}"),
                [new("lowest validation loss", validation[best]), new("validation loss", validation[^1]), new("training loss", train[^1]), new("gap", gap), new("threshold", WideGap)])
            : ("", []);
    }

    private static (string Evidence, FindingNumber[] Numbers) Gap(Examination examination)
    {
        if (examination.Outcome is not { HeldOutLoss: { } other, TrainLoss: var own, TrainScore: { } score, HeldOutScore: { } otherScore } outcome)
        {
            return ("", []);
        }

        var isClasses = examination.Train.Task == TaskKind.Classification;
        var error = isClasses ? Math.Sqrt(otherScore * (1 - otherScore) / Math.Max(1, outcome.HeldOutSamples)) : 0;
        var gap = score - otherScore;
        return 1 - (own / examination.BaselineLoss!.Value) > Memorised && gap > Math.Max(isClasses ? WideScoreGap : 2 * WideScoreGap, Errors * error)
            ? (FormattableString.Invariant($"{(isClasses ? "the share of right answers" : "R2")} is {score:0.000} on training samples and {otherScore:0.000} on others; the loss is {own:G3} and {other:G3}"),
                [new("training loss", own), new("loss on other samples", other), new("training score", score), new("score on other samples", otherScore), new("threshold", WideScoreGap)])
            : ("", []);
    }

    private static double[] Smooth(double[] values)
        => [.. Enumerable.Range(0, Math.Max(0, values.Length - Smoothing + 1)).Select(i => values.AsSpan(i, Smoothing).ToArray().Average())];

    private static Recipe HoldBack(Recipe recipe, Examination examination)
    {
        var held = recipe with
        {
            ValidationFraction = recipe.ValidationFraction is > 0 ? recipe.ValidationFraction : 0.15,
            Patience = recipe.Patience > 0 ? recipe.Patience : Math.Max(5, (recipe.Epochs ?? 0) / 10),
            L2 = recipe.L2 ?? 1e-4,
            Augment = recipe.Augment ?? (examination.Train.ImageShape is { } image && image[1] >= 16 ? "crop padding=2" : null),
        };
        return held.Model is { } model && !model.Contains("dropout", StringComparison.Ordinal) ? held with { Model = ModelText.WithDropout(model, 0.3) } : held;
    }
}
