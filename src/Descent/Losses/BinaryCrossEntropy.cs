namespace Descent;

/// <summary>
/// The cross-entropy of sigmoid(x) with a target t of 0, 1 or between: w t softplus(-x) + (1 - t) softplus(x) for each logit x.
/// Gradient, without weight: sigmoid(x) - t, so within [-1, 1] for any logit.
/// </summary>
/// <remarks>Shapes: any, equal. Source: Cox, Journal of the Royal Statistical Society B 20, 1958.</remarks>
public sealed class BinaryCrossEntropy : Loss
{
    private static readonly Option PositiveWeight
        = new(
            "positive-weight",
            OptionKind.Text,
            "the weight of the target 1: one number, or one for each output joined by commas; balanced: negatives / positives; or none",
            "none")
        {
            Aliases = ["pos-weight"],
        };

    /// <summary>The loss with the weight of positive targets.</summary>
    /// <param name="positiveWeights">
    /// The weight of the target 1 against the target 0: one for all, or one for each output along the last axis; negatives / positives
    /// balances them.
    /// </param>
    /// <exception cref="SpecificationException">A weight is negative or not finite.</exception>
    public BinaryCrossEntropy(params IReadOnlyList<double>? positiveWeights)
    {
        LossOptions.CheckWeights(Definition.Name, positiveWeights);
        PositiveWeights = positiveWeights is { Count: > 0 } ? positiveWeights.ToArray() : null;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "binary-cross-entropy",
        Aliases = ["bce", "bce-with-logits", "logistic", "log-loss"],
        Summary = "The cross-entropy of yes-or-no questions on logits: for two classes with one output, or several independent labels.",
        FormulaText = "w t softplus(-x) + (1 - t) softplus(x)",
        GradientText = "(1 - t) sigmoid(x) - w t sigmoid(-x); without weight sigmoid(x) - t",
        Expects = "logits; targets 0 or 1, or probabilities",
        Source = "D. R. Cox, The regression analysis of binary sequences, Journal of the Royal Statistical Society B 20, 1958",
        Caveats = "Sigmoid is part of the loss: a sigmoid layer before it is an error. The positive weight w counts positives more, "
            + "as in CheXNet (2017).",
        Options = [PositiveWeight, LossOptions.Reduction],
        Create = options => new BinaryCrossEntropy(LossOptions.NumbersOf(options, "positive-weight"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The weight of the target 1, one for all or one for each output; null: 1.</summary>
    public IReadOnlyList<double>? PositiveWeights { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    public override Expression? Formula(Expression prediction, Expression target)
        => PositiveWeights is { Count: > 1 } ? null : Formula(prediction, target, PositiveWeights?[0] ?? 1);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
        => PositiveWeights?.Count == symbols.Outputs.Count && symbols.Outputs.Count == symbols.Targets.Count
            ? new([.. PositiveWeights.Select((weight, i) => Formula(symbols.Outputs[i], symbols.Targets[i], weight))], PositiveWeights.Count)
            {
                IsOfElements = true,
            }
            : base.Row(symbols);

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
        => CheckSameShape(prediction, target);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.Probabilities(Name, target, "targets", "Give 0 or 1, or the probability of 1.");

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        if (PositiveWeights is null)
        {
            return (new BinaryCrossEntropyOperation().Apply(prediction, target)[0], null);
        }

        var positive = target * (-prediction).Softplus();
        var negative = (1.0 - target) * prediction.Softplus();
        return ((positive * Weights(prediction)) + negative, null);
    }

    private static Expression Formula(Expression prediction, Expression target, double positiveWeight)
        => (positiveWeight * target * Expression.Softplus(-prediction)) + ((1.0 - target) * Expression.Softplus(prediction));

    private Tensor Weights(Tensor prediction)
    {
        var weights = PositiveWeights!.ToArray();
        return weights.Length == 1 ? Tensor.Scalar(weights[0], prediction.Type)
            : prediction.Shape.Rank > 0 && prediction.Shape[-1] == weights.Length ? Tensor.From(weights).To(prediction.Type)
            : throw new ShapeException(
                $"{Name}: there are {weights.Length} positive weights for outputs {prediction.Shape}; "
                + "one is needed, or one for each output along the last axis.");
    }
}
