namespace Descent;

/// <summary>Finds a model that ends with sigmoid before a loss that applies its own.</summary>
public sealed class SigmoidBeforeLogitsLoss : FindingRule
{
    /// <summary>How sigmoid-before-logits-loss describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "sigmoid-before-logits-loss",
        Summary = "The model ends with sigmoid, and the loss takes its output for logits: probabilities can then only lie between 0.5 and 0.73.",
        FormulaText = "output = sigmoid(...) or log-sigmoid(...) and the loss expects logits",
        Expects = "how the model's output was computed, and what the loss expects",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.2",
        Caveats = "No threshold: it is a fact of the model. Training refuses such a model.",
        Create = _ => new SigmoidBeforeLogitsLoss(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Loss.Expects != Expectation.Logits || OutputEnd.Of(examination) is not { Name: "sigmoid" or "log-sigmoid" or "hard-sigmoid" } end)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Sigmoid before a loss on logits")
        {
            Where = end.Where,
            Evidence = $"the model ends with {end.Name}, and {examination.Loss.Name} expects logits and applies its own",
            Meaning = "The loss applies sigmoid or softmax to numbers from 0 to 1: no answer can be sure, and the loss cannot come near 0.",
            Remedy = new Remedy($"Remove the {end.Name} at the end of the model; predictions are turned into probabilities by themselves.", OutputEnd.Remove),
        };
    }
}
