namespace Descent;

/// <summary>Finds units of sigmoid, tanh and their relatives that lie at their limits for nearly every sample.</summary>
public sealed class SaturatedActivations : FindingRule
{
    private const int Looks = 3;
    private const double WorrisomeUnits = 0.5;
    private const double WorrisomeShare = 0.8;
    private const double WorrisomeShareEarly = 0.4;
    private const double GoodProgress = 0.8;

    /// <summary>How saturated-activations describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "saturated-activations",
        Summary = "Units of sigmoid, tanh or a relative lie at their limits for nearly every sample: their slope is near 0, and they learn next to nothing.",
        FormulaText = "saturated units / units >= 0.5, or saturated outputs / outputs >= 0.8, in a hidden layer in 3 looks in a row while a fifth of the baseline loss is left; saturated outputs / outputs >= 0.4 in the first 3 looks",
        Expects = "the derivative of each such activation at each sample of the probe batch; saturated: below 5 % of the function's largest",
        Source = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010",
        Caveats = "Trained networks use limits to say yes and no: some saturated outputs are healthy. A saturated unit is at a limit for 95 % of the samples.",
        Create = _ => new SaturatedActivations(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Probe | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        // At the beginning nothing was learned that limits could be good for, so fewer saturated outputs are too many.
        var isEarly = examination.Probes.Count == Looks && examination.Probes[0].Step == 0;
        var probes = examination.Probes.TakeLast(Looks).ToArray();
        var share = isEarly ? WorrisomeShareEarly : WorrisomeShare;
        if (probes.Length < Looks || (!isEarly && examination.Progress >= GoodProgress))
        {
            yield break;
        }

        bool IsSaturated(ActivationFacts? facts)
            => facts is { SaturatedUnits: { } units, SaturatedShare: { } flat } && (units >= WorrisomeUnits * facts.Units || flat >= share);

        var sick = Hidden(probes[^1]).Where(facts => probes.All(probe => IsSaturated(Hidden(probe).FirstOrDefault(other => other.Path == facts.Path && other.Function == facts.Function))))
            .OrderByDescending(facts => facts.SaturatedShare).ToArray();
        if (sick.Length == 0)
        {
            yield break;
        }

        var worst = sick[0];
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Saturated units")
        {
            Where = worst.Where,
            Evidence = FormattableString.Invariant($"{worst.SaturatedUnits} of {worst.Units} units are at a limit for nearly every sample, and {worst.SaturatedShare:P0} of all outputs, in the {(isEarly ? "first" : "last")} {Looks} looks")
                + (sick.Length > 1 ? FormattableString.Invariant($"; {sick.Length - 1} more layers are like this") : ""),
            Numbers =
            [
                new("saturated units", worst.SaturatedUnits!.Value), new("units", worst.Units), new("saturated share", worst.SaturatedShare!.Value),
                new("threshold of units", WorrisomeUnits), new("threshold of outputs", share),
            ],
            Meaning = "Where the function is flat its derivative is near 0, and so is every gradient that passes through. Inputs or weights are too large for it, or a step was.",
            Remedy = isEarly
                ? new Remedy("Use relu initialised with he, and standardise the inputs.", recipe => Loosen(recipe, 1))
                : new Remedy("Use relu initialised with he, standardise the inputs, and lower the learning rate to a third.", recipe => Loosen(recipe, 1.0 / 3)),
        };
    }

    // The last activation may be the answer itself, which is best when it is sure.
    private static IEnumerable<ActivationFacts> Hidden(Probe probe)
    {
        var all = probe.Activations;
        for (var i = 0; i < all.Count - 1; i++)
        {
            if (all[i].SaturatedUnits is not null && all[i].Units > 1 && all.Skip(i + 1).Any(later => later.Function.Length == 0 && later.Layer != "flatten"))
            {
                yield return all[i];
            }
        }
    }

    private static Recipe Loosen(Recipe recipe, double factor)
    {
        var changed = ModelText.Change(recipe, (name, part) => ModelText.IsSquashing(name) ? "relu" : part);
        changed = changed.Model is { } model ? changed with { Model = InitText.Set(model) } : changed;
        changed = changed.Scale == "none" ? changed with { Scale = "standardize" } : changed;
        return factor < 1 ? RateText.Scale(changed, factor) : changed;
    }
}
