namespace Descent;

/// <summary>
/// The Jensen-Shannon divergence (KL(p || m) + KL(t || m)) / 2 with m = (p + t) / 2 of predicted probabilities p and a target distribution
/// t, in nats: symmetric, from 0 to log 2. Gradient: log(p / m) / 2.
/// </summary>
/// <remarks>
/// Shapes: probabilities [n, classes] or [n, classes, positions...]; targets of the same shape, or Int32 class indices [n] or [n,
/// positions...]. Source: J. Lin, 1991.
/// </remarks>
public sealed class JensenShannon : Loss
{
    private static readonly CrossEntropyOptions Plain = new(null, 0, null);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "jensen-shannon",
        Aliases = ["js-divergence", "jsd"],
        Summary = "A symmetric, bounded divergence between predicted and target distributions: robust where some targets are wrong.",
        FormulaText = "(sum p log(p / m) + sum t log(t / m)) / 2, m = (p + t) / 2",
        GradientText = "log(p / m) / 2",
        Expects = "probabilities [n, classes, positions...]; class probabilities or class indices",
        Source = "J. Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory 37, 1991",
        Caveats = "At most log 2 nats: a sample that is wholly wrong has a small gradient, so training begins slowly. A class at exactly 0 "
            + "gets no gradient from its own term.",
        Options = [LossOptions.Reduction],
        Create = options => new JensenShannon { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Probabilities;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassProbabilities;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => ClassTargets.Check(Name, prediction, target, null);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        ClassTargets.CheckValues(Name, prediction, target, null);
        ClassTargets.CheckRows(Name, prediction);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var distribution = new ClassDistributionOperation(Plain).Apply(target, prediction)[0];
        return (InformationTheory.JensenShannonDivergence(ClassesLast(prediction), ClassesLast(distribution)), null);
    }

    private static Tensor ClassesLast(Tensor tensor)
        => tensor.Shape.Rank == 2 ? tensor : tensor.Permute([0, .. Enumerable.Range(2, tensor.Shape.Rank - 2), 1]);
}
