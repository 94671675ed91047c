namespace Descent;

/// <summary>Finds gradients so steep that a small step leaps far beyond where they hold.</summary>
public sealed class ExplodingGradients : FindingRule
{
    private const double Steep = 1000;
    private const double GrownBy = 1000;

    /// <summary>How exploding-gradients describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "exploding-gradients",
        Summary = "The gradient grows from layer to layer on its way back, or from step to step: a usual step leaps far beyond the valley that it was to go down.",
        FormulaText = "|gradient| |weights| / loss > 1000, or 1000 times what it was at first",
        Expects = "the gradient norms of all weights on the probe batch, before training and while it runs",
        Source = "Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013",
        Caveats = "In a network of relu the product is about the number of layers times the loss where gradient and weights point the same way, and usually "
            + "not more than ten times that; the loss counts as no smaller than a model's that answers the same for every sample.",
        Create = _ => new ExplodingGradients(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start | ExaminationMoment.Probe | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Probes.Count == 0 || examination.BaselineLoss is not > 0)
        {
            yield break;
        }

        var (first, last) = (Slope(examination, examination.Probes[0]), Slope(examination, examination.Probes[^1]));
        var hasGrown = last > GrownBy * first && last > Steep / 10;
        if (!double.IsFinite(last) || !(last > Steep || hasGrown))
        {
            yield break;
        }

        var steepest = Signs.Weights(examination.Probes[^1]).Where(facts => facts.GradientNorm is not null).MaxBy(facts => facts.GradientNorm!.Value)!;
        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Exploding gradients")
        {
            Where = $"parameter '{steepest.Path}'",
            Evidence = FormattableString.Invariant(
                $"seen beside weights and loss the gradient is {last:G3}")
                + (examination.Probes.Count > 1 ? FormattableString.Invariant($" (before training {first:G3})") : " before the first step")
                + FormattableString.Invariant($"; its norm is largest in '{steepest.Path}', {steepest.GradientNorm:G3}"),
            Numbers = [new("slope", last), new("slope before training", first), new("gradient norm", steepest.GradientNorm!.Value), new("threshold", Steep)],
            Meaning = "The loss changes by many times itself while the weights change by a hundredth: steps overshoot, and the loss jumps or leaves the range of numbers.",
            Remedy = new Remedy(
                "Initialise with he or xavier, so that layers keep the size of what passes, clip the norm of the gradients at 1, and normalise with batchnorm where there are many layers.", Calm),
        };
    }

    private static double Slope(Examination examination, Probe probe)
        => Signs.Sensitivity(probe, examination.BaselineLoss!.Value);

    private static Recipe Calm(Recipe recipe)
        => (recipe.Model is { } model ? recipe with { Model = InitText.Set(model) } : recipe) with { ClipNorm = recipe.ClipNorm ?? 1 };
}
