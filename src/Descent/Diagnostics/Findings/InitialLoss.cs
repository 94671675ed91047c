namespace Descent;

/// <summary>Finds a loss before training that is far above that of a model that knows nothing.</summary>
public sealed class InitialLoss : FindingRule
{
    private const double Times = 3;

    /// <summary>How initial-loss describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "initial-loss",
        Summary = "Before training, the loss is far above that of a model that knows nothing, such as ln C for C classes: outputs begin much too large.",
        FormulaText = "loss before training > 3 loss of the best answer that is the same for every sample, and of one that holds all classes for equally likely",
        Expects = "the loss on the probe batch with the first weights, and the loss of a constant answer: ln C for C classes, the variance of the target for mse",
        Source = "Karpathy, A Recipe for Training Neural Networks, 2019",
        Caveats = "Usual initialisations begin within a third of the expected value, he on the last layer within a factor of two. "
            + "A loss below the expected one is that of a model that was trained before.",
        Create = _ => new InitialLoss(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Probes.Count == 0 || examination.Probes[0].Step > 0 || examination.BaselineLoss is not { } baseline)
        {
            yield break;
        }

        // First weights know nothing of how frequent the classes are.
        var expected = Math.Max(baseline, examination.EvenLoss ?? 0);
        var loss = examination.Probes[0].Loss;
        if (!(loss > Times * expected) || !(expected > 0))
        {
            yield break;
        }

        var output = examination.Probes[0].Activations is { Count: > 0 } outputs ? outputs[^1] : null;
        var classes = examination.Train.ClassCount;
        var name = examination.Train.Task == TaskKind.Classification && examination.Loss.Expects != Expectation.Scores
            ? FormattableString.Invariant($"a model that holds the {classes} classes for equally likely has {examination.EvenLoss ?? expected:G3}")
            : FormattableString.Invariant($"a model that always answers the same has {expected:G3}");
        yield return new Finding(Definition.Name, loss > Times * Times * expected ? FindingSeverity.Critical : FindingSeverity.Warning, "A loss that begins too high")
        {
            Where = output?.Where ?? "",
            Evidence = FormattableString.Invariant($"before training the loss is {loss:G3}; {name}")
                + (output is null ? "" : FormattableString.Invariant($"; the outputs deviate by {output.Deviation:G3}")),
            Numbers = [new("loss", loss), new("expected", expected), new("deviation of the outputs", output?.Deviation ?? double.NaN), new("factor", Times)],
            Meaning = "The first weights answer with great confidence, and wrongly. Training begins by taking that back, with steep gradients that may kill or saturate units.",
            Remedy = new Remedy("Initialise with he or xavier, and standardise the inputs, and the target where it is a number.", Smaller),
        };
    }

    private static Recipe Smaller(Recipe recipe)
    {
        var changed = recipe.Model is { } model ? recipe with { Model = InitText.Set(model) } : recipe;
        return changed.Scale == "none" ? changed with { Scale = "standardize" } : changed;
    }
}
