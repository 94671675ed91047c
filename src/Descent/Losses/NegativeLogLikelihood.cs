namespace Descent;

/// <summary>
/// -w[t] x[t] for each row of log-probabilities x with the label t, or -sum of w[j] q[j] x[j] for a target distribution q. Gradient:
/// -w[t] at the label, else 0.
/// </summary>
/// <remarks>
/// Shapes: log-probabilities [n, classes] or [n, classes, positions...]; targets Int32 class indices [n] or [n, positions...], or
/// probabilities of the predictions' shape. With class indices a mean divides by the sum of w[t] over the targets not ignored; all
/// ignored gives 0 with weight 0. Source: Fisher, 1922.
/// </remarks>
public sealed class NegativeLogLikelihood : Loss
{
    /// <summary>The loss with its options.</summary>
    /// <param name="classWeights">A weight for each class, at least 0.</param>
    /// <param name="ignoreIndex">The label that marks targets to leave out, such as -100.</param>
    /// <exception cref="SpecificationException">A weight is negative or not finite.</exception>
    public NegativeLogLikelihood(IReadOnlyList<double>? classWeights = null, int? ignoreIndex = null)
    {
        LossOptions.CheckWeights(Definition.Name, classWeights);
        ClassWeights = classWeights?.ToArray();
        IgnoreIndex = ignoreIndex;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "negative-log-likelihood",
        Aliases = ["nll"],
        Summary = "The negative log-probability of the target class, for networks that end in log-softmax. Prefer cross-entropy on logits.",
        FormulaText = "-w[t] x[t]",
        GradientText = "-w[t] at the label t, else 0; for probabilities q: -w[j] q[j]",
        Expects = "log-probabilities [n, classes, positions...]; class indices [n, positions...] or class probabilities",
        Source = "R. A. Fisher, On the mathematical foundations of theoretical statistics, 1922",
        Caveats = "The predictions are logarithms: after softmax alone the loss is meaningless and falls without end.",
        Options = [LossOptions.ClassWeights, LossOptions.IgnoreIndex, LossOptions.Reduction],
        Create = options => new NegativeLogLikelihood(LossOptions.NumbersOf(options, "class-weights"), LossOptions.IgnoreIndexOf(options))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>A weight for each class; null: all 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>The label that marks targets to leave out; null: none.</summary>
    public int? IgnoreIndex { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.LogProbabilities;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
        => ClassTargets.Check(Name, prediction, target, ClassWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => ClassTargets.CheckValues(Name, prediction, target, IgnoreIndex);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
    {
        var (label, weight) = (symbols.Label, symbols.Label < 0 ? 1 : ClassWeights?[symbols.Label] ?? 1);
        return label < 0 || label == IgnoreIndex ? null : new([-(weight * symbols.Outputs[label])], weight);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var parts = new ClassDistributionOperation(new CrossEntropyOptions(ClassWeights, 0, IgnoreIndex)).Apply(target, prediction);
        return (-(prediction.Keep(parts[0]) * parts[0]).Sum(1), target.Type == ElementType.Int32 ? parts[1] : null);
    }
}
