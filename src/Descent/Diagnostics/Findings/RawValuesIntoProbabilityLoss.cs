namespace Descent;

/// <summary>Finds a model whose outputs are no probabilities before a loss that takes them for such.</summary>
public sealed class RawValuesIntoProbabilityLoss : FindingRule
{
    private static readonly Dictionary<string, string> OnLogits = new()
    {
        ["binary-cross-entropy-on-probabilities"] = "binary-cross-entropy",
        ["categorical-cross-entropy"] = "cross-entropy",
        ["negative-log-likelihood"] = "cross-entropy",
    };

    /// <summary>How raw-values-into-probability-loss describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "raw-values-into-probability-loss",
        Summary = "The loss takes logarithms of probabilities, and the model gives plain numbers: below 0 they have no logarithm, above 1 they are rewarded.",
        FormulaText = "the loss expects (log-)probabilities and no softmax or sigmoid leads to the output",
        Expects = "how the model's output was computed, and what the loss expects",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2; pytorch/pytorch#103316",
        Caveats = "No threshold: it is a fact of the model. Mixtures of probabilities are probabilities, and are let pass. Training refuses such a model.",
        Create = _ => new RawValuesIntoProbabilityLoss(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var (loss, end) = (examination.Loss, OutputEnd.Of(examination));
        if (end is null || StepCheck.Mismatch(examination.Trace!.Output, loss) is null || loss.Expects is not (Expectation.Probabilities or Expectation.LogProbabilities))
        {
            yield break;
        }

        var values = examination.Trace.Output.ToDoubles();
        var expected = loss.Expects == Expectation.Probabilities ? "probabilities" : "log-probabilities";
        var better = OnLogits.GetValueOrDefault(loss.Name);
        yield return new Finding(Definition.Name, FindingSeverity.Critical, $"{loss.Name} is fed other numbers than {expected}")
        {
            Where = end.Where,
            Evidence = FormattableString.Invariant(
                $"{loss.Name} expects {expected}; the model ends with {end.Where}, and its outputs lie from {values.Min():G3} to {values.Max():G3}"),
            Numbers = [new("lowest output", values.Min()), new("highest output", values.Max())],
            Meaning = "The loss says nothing about such numbers: it is clamped, not a number, or rewards what is wrong.",
            Remedy = better is null
                ? new Remedy(loss.Expects == Expectation.Probabilities ? "End the model with softmax, or sigmoid for yes and no." : "End the model with log-softmax.", recipe => End(recipe, loss))
                : new Remedy($"Use {better}, which takes logits and is exact for all of them.", recipe => OutputEnd.Remove(recipe) with { Loss = better }),
        };
    }

    private static Recipe End(Recipe recipe, Loss loss) => OutputEnd.Remove(recipe) is not { Model: { } model } plain ? recipe
        : plain with { Model = $"{model}, {(loss.Expects == Expectation.LogProbabilities ? "log-softmax" : loss.Target == TargetKind.Binary ? "sigmoid" : "softmax")}" };
}
