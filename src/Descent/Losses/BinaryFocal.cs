namespace Descent;

/// <summary>
/// The cross-entropy of yes-or-no questions with easy examples counted less: -a (1 - p)^gamma log p with p the probability given to the
/// right answer, sigmoid(x) for t = 1 and sigmoid(-x) for t = 0, and a = alpha for t = 1 and 1 - alpha for t = 0 (1 without alpha). A
/// target between mixes both. Gradient for t = 1: a (1 - p)^gamma (gamma p log p - (1 - p)); for t = 0 the same negated.
/// </summary>
/// <remarks>
/// Shapes: any, equal. Computed from softplus(x) and softplus(-x) alone, (1 - p)^gamma as exp(-gamma softplus(x)), so that no logit
/// makes it NaN. Source: Lin et al., 2017.
/// </remarks>
public sealed class BinaryFocal : Loss
{
    private static readonly Option Focus = new(
        "gamma", OptionKind.Number, "how much easy examples are counted less; 0 is binary cross-entropy", "2")
    {
        Minimum = 0,
        Positional = true,
    };

    private static readonly Option Balance = new(
        "alpha", OptionKind.Number, "the weight of the target 1, with 1 - alpha for the target 0; none: 1 for both", "none")
    {
        Minimum = 0,
        Maximum = 1,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="gamma">How much easy examples are counted less, at least 0.</param>
    /// <param name="alpha">The weight of the target 1, from 0 to 1, with 1 - alpha for the target 0; null: 1 for both.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public BinaryFocal(double gamma = 2, double? alpha = null)
    {
        Gamma = LossOptions.Within(Definition.Name, "gamma", gamma, 0, double.MaxValue);
        Alpha = alpha is { } weight ? LossOptions.Within(Definition.Name, "alpha", weight, 0, 1) : null;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "binary-focal",
        Aliases = ["sigmoid-focal"],
        Summary = "Binary cross-entropy that counts easy examples less, for rare positives among very many easy negatives, as in "
            + "detection.",
        FormulaText = "-a (1 - p)^gamma log p, p = sigmoid(x) if t = 1 else sigmoid(-x), a = alpha if t = 1 else 1 - alpha",
        GradientText = "s a (1 - p)^gamma (gamma p log p - (1 - p)), s = 1 if t = 1 else -1",
        Expects = "logits; targets 0 or 1, or probabilities",
        Source = "T.-Y. Lin, P. Goyal, R. Girshick, K. He and P. Dollar, Focal loss for dense object detection, ICCV 2017",
        Caveats = "Sigmoid is part of the loss. Probabilities learned with gamma above 0 are too timid: calibrate them, or use bce where "
            + "they matter. The paper's alpha is 0.25 with gamma 2.",
        Options = [Focus, Balance, LossOptions.Reduction],
        Create = options => new BinaryFocal(options.Number("gamma"), options.IsNone("alpha") ? null : options.Number("alpha"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>How much easy examples are counted less.</summary>
    public double Gamma { get; }

    /// <summary>The weight of the target 1, with 1 - alpha for the target 0; null: 1 for both.</summary>
    public double? Alpha { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => CheckSameShape(prediction, target);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.Probabilities(Name, target, "targets", "Give 0 or 1, or the probability of 1.");

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
    {
        var positive = target * Expression.Power(Expression.Sigmoid(-prediction), Gamma) * Expression.Softplus(-prediction);
        var negative = (1.0 - target) * Expression.Power(Expression.Sigmoid(prediction), Gamma) * Expression.Softplus(prediction);
        return Alpha is { } weight ? (weight * positive) + ((1 - weight) * negative) : positive + negative;
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        // The surprise at an answer is its -log p: for 1 softplus(-x), for 0 softplus(x).
        var (one, zero) = ((-prediction).Softplus(), prediction.Softplus());
        var positive = target * one * (-Gamma * zero).Exp();
        var negative = (1.0 - target) * zero * (-Gamma * one).Exp();
        return (Alpha is { } weight ? (positive * weight) + (negative * (1 - weight)) : positive + negative, null);
    }
}
