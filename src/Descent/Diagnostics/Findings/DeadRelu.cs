namespace Descent;

/// <summary>Finds relu units that give 0 for every sample and get no gradient.</summary>
public sealed class DeadRelu : FindingRule
{
    // Many units die in trainings that go well, and are not missed: half of a layer and more where the task needs few. So what counts is a
    // layer that is nearly gone while much of what there is to learn is still unlearned.
    private const double WorrisomeShare = 0.75;
    private const double GoodProgress = 0.8;
    private const int LastingProbes = 3;
    private const int FewestSteps = 32;

    private static readonly string[] Functions = ["relu", "relu6", "threshold"];

    /// <summary>How dead-relu describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "dead-relu",
        Summary = "Relu units whose input is negative for every sample: they give 0 and get no gradient, so they never come back.",
        FormulaText = "dead units / units >= 0.75 in a layer, in 3 looks in a row, while more than a fifth of the baseline loss is left",
        Expects = "the derivative of each relu at each sample of the probe batch",
        Source = "Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML workshop 2013; keras-team/keras#7057",
        Caveats = "Healthy networks have dead units, too, some even half of a layer; where the loss is low they are not missed. "
            + "A layer without any unit left is always sick.",
        Create = _ => new DeadRelu(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Probe | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var probes = examination.Probes.TakeLast(LastingProbes).ToArray();
        if (probes.Length < LastingProbes)
        {
            yield break;
        }

        var isDue = !(examination.Progress >= GoodProgress) && (examination.Steps >= FewestSteps || examination.Moment == ExaminationMoment.End);
        var worst = Shares(probes[^1]).Where(one => (isDue || one.Share == 1) && probes.All(probe => Shares(probe).Any(other => other.Facts.Path == one.Facts.Path && other.Share >= WorrisomeShare)))
            .OrderByDescending(one => one.Share).ToArray();
        if (worst.Length == 0)
        {
            yield break;
        }

        var (facts, share) = worst[0];
        yield return new Finding(Definition.Name, share == 1 ? FindingSeverity.Critical : FindingSeverity.Warning, "Dead relu units")
        {
            Where = facts.Where,
            Evidence = FormattableString.Invariant($"{facts.DeadUnits} of {facts.Units} units give no gradient for any sample, in the last {probes.Length} looks")
                + (worst.Length > 1 ? $"; {worst.Length - 1} more layers are like this" : ""),
            Numbers = [new("dead units", facts.DeadUnits!.Value), new("units", facts.Units), new("share", share), new("threshold", WorrisomeShare)],
            Meaning = share == 1
                ? "The layer passes nothing on: what comes before it can learn nothing, and the answer is the same for every sample."
                : "A dead unit stays dead: the layer has lost so much of its width. Mostly a step was too large, or biases began far below 0.",
            Remedy = new Remedy(
                "Use leaky-relu, which lets a little gradient through, initialise with he, and lower the learning rate to a third.", Revive),
        };
    }

    private static IEnumerable<(ActivationFacts Facts, double Share)> Shares(Probe probe)
        => probe.Activations.Where(facts => Functions.Contains(facts.Function) && facts.DeadUnits is not null && facts.Units > 1)
            .Select(facts => (facts, (double)facts.DeadUnits!.Value / facts.Units));

    private static Recipe Revive(Recipe recipe) => RateText.Scale(
        ModelText.Change(recipe, (name, part) => Functions.Contains(name) ? "leaky-relu" : part), 1.0 / 3);
}
