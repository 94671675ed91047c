namespace Descent;

/// <summary>
/// -w[t] (1 - p[t])^gamma log p[t] for each row, where p = softmax of the row's logits, t the label and w the class weights (1 unless
/// given): cross-entropy that turns away from what is already right. Gradient for logit j: w[t] (1 - p)^gamma (gamma p log p / (1 - p) - 1)
/// ([j = t] - p[j]) with p = p[t].
/// </summary>
/// <remarks>
/// Shapes: logits [n, classes] or [n, classes, positions...]; Int32 class indices [n] or [n, positions...]. A mean divides by the number of
/// targets not ignored, whatever their weights. 1 - p[t] keeps its digits where p[t] is nearly 1. Source: Lin et al., 2017.
/// </remarks>
public sealed class Focal : Loss
{
    /// <summary>Taken off the label's logit, so that its exponential is 0 among the others'.</summary>
    private const double OutOfReach = 1e30;

    private static readonly Option Focus = new(
        "gamma", OptionKind.Number, "how much less what is right counts: 0 is cross-entropy, 2 is usual", "2")
    {
        Minimum = 0,
        Maximum = 100,
        Positional = true,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="gamma">How much less what is right counts, from 0 to 100.</param>
    /// <param name="classWeights">A weight for each class, at least 0 (the paper's alpha).</param>
    /// <param name="ignoreIndex">The label that marks targets to leave out, such as -100.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public Focal(double gamma = 2, IReadOnlyList<double>? classWeights = null, int? ignoreIndex = null)
    {
        LossOptions.CheckWeights(Definition.Name, classWeights);
        Gamma = LossOptions.Within(Definition.Name, "gamma", gamma, 0, 100);
        ClassWeights = classWeights?.ToArray();
        IgnoreIndex = ignoreIndex;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "focal",
        Aliases = ["focal-loss", "softmax-focal"],
        Summary = "Cross-entropy in which well classified samples count little: for detection and other tasks with many easy negatives.",
        FormulaText = "-w[t] (1 - p[t])^gamma log p[t], p = softmax(x)",
        GradientText = "w[t] (1 - p)^gamma (gamma p log p / (1 - p) - 1) ([j = t] - p[j]), p = p[t]",
        Expects = "logits [n, classes, positions...]; class indices [n, positions...]",
        Source = "T.-Y. Lin et al., Focal loss for dense object detection, ICCV 2017",
        Caveats = "Softmax is part of the loss. Its minimum is less certain than the data: probabilities are no longer calibrated. Where "
            + "labels are wrong it dwells on them; generalized-cross-entropy does the opposite.",
        Options = [Focus, LossOptions.ClassWeights, LossOptions.IgnoreIndex, LossOptions.Reduction],
        Create = options => new Focal(
            options.Number("gamma"), LossOptions.NumbersOf(options, "class-weights"), LossOptions.IgnoreIndexOf(options))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>How much less what is right counts.</summary>
    public double Gamma { get; }

    /// <summary>A weight for each class; null: all 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>The label that marks targets to leave out; null: none.</summary>
    public int? IgnoreIndex { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => ClassTargets.CheckIndices(Name, prediction, target, ClassWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.Labels(Name, target, prediction.Shape[1], IgnoreIndex);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
        => symbols.Label is var label && (label < 0 || label == IgnoreIndex) ? null : new(
            [-((ClassWeights?[label] ?? 1) * Expression.Power(1 - symbols.Probabilities[label], Gamma)
                * Expression.Log(symbols.Probabilities[label]))],
            1)
        {
            IsOfSoftmax = true,
        };

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var (oneHot, counts) = ClassTargets.OneHot(prediction, target, IgnoreIndex);

        // With z = log sum exp of the other logits - x[t] the loss is that of two classes: p[t] = sigmoid(-z), -log p[t] = softplus(z) and
        // (1 - p[t])^gamma = exp(-gamma softplus(-z)), all without cancellation.
        var others = prediction.Keep(1.0 - oneHot) - (oneHot * OutOfReach);
        var largest = others.Detached().Max(1, keepAxis: true);
        var logOfSum = ((others - largest).Exp().Sum(1, keepAxis: true).Log() + largest).Sum(1);
        var z = logOfSum - prediction.Keep(oneHot).Sum(1);
        var losses = (z.Softplus() * ((-z).Softplus() * -Gamma).Exp()).Keep(counts);
        var weights = ClassTargets.Weights(oneHot, ClassWeights);
        return (weights is null ? losses : weights * losses, IgnoreIndex is null ? null : counts);
    }
}
