namespace Descent;

/// <summary>Finds a model that ends with softmax, sigmoid or their logarithm before a loss that applies its own.</summary>
public sealed class SoftmaxTwice : FindingRule
{
    /// <summary>How softmax-twice describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "softmax-twice",
        Summary = "The model ends with softmax, and the loss applies softmax once more: differences between classes are squeezed, and gradients nearly vanish.",
        FormulaText = "output = softmax(...), log-softmax(...) and the loss expects logits",
        Expects = "how the model's output was computed, and what the loss expects",
        Source = "pytorch/pytorch#55902; Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.3",
        Caveats = "No threshold: it is a fact of the model. Training refuses such a model.",
        Create = _ => new SoftmaxTwice(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Loss.Expects != Expectation.Logits || OutputEnd.Of(examination) is not { Name: "softmax" or "log-softmax" } end)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Softmax twice")
        {
            Where = end.Where,
            Evidence = $"the model ends with {end.Name}, and {examination.Loss.Name} expects logits and applies its own",
            Meaning = "Outputs in [0, 1] leave the second softmax nearly the same probability for all classes: the loss cannot come near 0, and gradients are small.",
            Remedy = new Remedy($"Remove the {end.Name} at the end of the model; predictions are turned into probabilities by themselves.", OutputEnd.Remove),
        };
    }
}
