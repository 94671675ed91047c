namespace Descent;

/// <summary>Finds a model that is too simple, or held back too much, for what its own training samples show can be learned.</summary>
public sealed class Underfitting : FindingRule
{
    private const double Better = 0.15;
    private const double Errors = 4;
    private const int FewestSteps = 200;
    private const double StillFalling = 0.9;

    /// <summary>How underfitting describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "underfitting",
        Summary = "The model does not even do well on the samples that it was trained on, though their neighbours show that more can be learned.",
        FormulaText = "score of 5 nearest neighbours - score of the model on training samples > 0.15 and > 4 standard errors, after 200 steps and with a loss that fell by less than a tenth in the last quarter of the epochs",
        Expects = "at the end: the share of right answers (or R2) of the model on training samples, and that of their nearest other training samples",
        Source = "Cover and Hart, Nearest neighbor pattern classification, 1967; Goodfellow, Bengio and Courville, Deep Learning, 2016, section 5.2",
        Caveats = "A low score alone may be all that the data allows. Nearest neighbours need no training: where they do clearly better, more can be had.",
        Create = _ => new Underfitting(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Outcome is not { TrainScore: { } own, NeighbourScore: { } neighbours, Samples: var samples } || !examination.IsComplete || IsStillLearning(examination)
            || examination.Found("learning-rate-too-low", "learning-rate-too-high", "vanishing-gradients", "dead-relu", "saturated-activations", "symmetric-initialization", "linear-stack"))
        {
            yield break;
        }

        var error = examination.Train.Task == TaskKind.Classification
            ? Math.Sqrt(((own * (1 - own)) + (neighbours * (1 - neighbours))) / Math.Max(1, samples))
            : Math.Sqrt(2.0 / Math.Max(1, samples));
        if (!(neighbours - own > Better) || !(neighbours - own > Errors * error))
        {
            yield break;
        }

        var score = examination.Train.Task == TaskKind.Classification ? "of its training samples right" : "as R2 on its training samples";
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Underfitting")
        {
            Evidence = FormattableString.Invariant($"the model has {own:0.000} {score}; their 5 nearest neighbours alone give {neighbours:0.000}"),
            Numbers = [new("score", own), new("score of neighbours", neighbours), new("samples", samples), new("standard error", error)],
            Meaning = "The samples hold more than the model has learned: it is too simple, held back too much, or learns too slowly.",
            Remedy = new Remedy("Give the model more and wider hidden layers with relu, less dropout and L2, and train for twice as long.", Grow),
        };
    }

    /// <summary>Whether the loss is still on its way down: who trains for a few epochs only, to see, knows that there is more to learn.</summary>
    private static bool IsStillLearning(Examination examination)
    {
        var history = examination.History;
        return examination.Steps < FewestSteps || history.Count < 2 || history[^1].TrainLoss < StillFalling * history[^(1 + Math.Max(1, history.Count / 4))].TrainLoss;
    }

    private static Recipe Grow(Recipe recipe) => recipe with
    {
        Model = recipe.Model is { } model ? ModelText.Grown(model) : null,
        Epochs = recipe.Epochs * 2,
        L1 = null,
        L2 = recipe.L2 is { } l2 ? l2 / 100 : null,
    };
}
