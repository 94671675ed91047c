namespace Descent;

/// <summary>
/// (1 - p[t]^q) / q for each row, where p = softmax of the row's logits and t the label: cross-entropy as q goes to 0, the absolute error
/// 1 - p[t] at q = 1. Gradient for logit j: p[t]^q (p[j] - [j = t]).
/// </summary>
/// <remarks>
/// Shapes: logits [n, classes] or [n, classes, positions...]; Int32 class indices [n] or [n, positions...]. A mean divides by the number of
/// targets not ignored. Source: Zhang and Sabuncu, 2018.
/// </remarks>
public sealed class GeneralizedCrossEntropy : Loss
{
    private const double LowestQ = 1e-3;

    private static readonly Option Power = new(
        "q", OptionKind.Number, "how much doubtful samples are distrusted: near 0 cross-entropy, 1 the absolute error", "0.7")
    {
        Minimum = LowestQ,
        Maximum = 1,
        Positional = true,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="q">From 0.001, which is nearly cross-entropy, to 1, the absolute error.</param>
    /// <param name="ignoreIndex">The label that marks targets to leave out, such as -100.</param>
    /// <exception cref="SpecificationException">q is out of range.</exception>
    public GeneralizedCrossEntropy(double q = 0.7, int? ignoreIndex = null)
    {
        Q = LossOptions.Within(Definition.Name, "q", q, LowestQ, 1);
        IgnoreIndex = ignoreIndex;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "generalized-cross-entropy",
        Aliases = ["generalised-cross-entropy", "gce"],
        Summary = "Between cross-entropy and the absolute error: learns from labels of which some are wrong, without being led by them.",
        FormulaText = "(1 - p[t]^q) / q, p = softmax(x)",
        GradientText = "p[t]^q (p[j] - [j = t])",
        Expects = "logits [n, classes, positions...]; class indices [n, positions...]",
        Source = "Z. Zhang and M. R. Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels, NeurIPS "
            + "2018",
        Caveats = "Softmax is part of the loss. The loss is at most 1 / q and its gradient goes to 0 where p[t] does, so a badly wrong "
            + "start is slow to mend. With clean labels cross-entropy learns faster.",
        Options = [Power, LossOptions.IgnoreIndex, LossOptions.Reduction],
        Create = options => new GeneralizedCrossEntropy(options.Number("q"), LossOptions.IgnoreIndexOf(options))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The power: how much doubtful samples are distrusted.</summary>
    public double Q { get; }

    /// <summary>The label that marks targets to leave out; null: none.</summary>
    public int? IgnoreIndex { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => ClassTargets.CheckIndices(Name, prediction, target, null);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.Labels(Name, target, prediction.Shape[1], IgnoreIndex);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
        => symbols.Label is var label && (label < 0 || label == IgnoreIndex)
            ? null
            : new([(1 - Expression.Power(symbols.Probabilities[label], Q)) / Q], 1) { IsOfSoftmax = true };

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        // An ignored row has the logarithm 0, so the loss 0.
        var (oneHot, counts) = ClassTargets.OneHot(prediction, target, IgnoreIndex);
        var logarithm = (prediction.LogSoftmax(1).Keep(oneHot) * oneHot).Sum(1);
        return ((logarithm * Q).Expm1() * (-1 / Q), IgnoreIndex is null ? null : counts);
    }
}
