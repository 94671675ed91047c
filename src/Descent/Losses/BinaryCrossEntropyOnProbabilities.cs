namespace Descent;

/// <summary>
/// -(t log x + (1 - t) log(1 - x)) for a probability x and a target t of 0, 1 or between. Below epsilon each logarithm goes on as its
/// tangent, so a loss is at most 1 - log(epsilon), and its gradient (1 - t) / (1 - x) - t / x at most 1 / epsilon and still right.
/// </summary>
/// <remarks>
/// Shapes: any, equal. <see cref="BinaryCrossEntropy"/> on logits is exact where this clamps; it is the better choice for training.
/// </remarks>
public sealed class BinaryCrossEntropyOnProbabilities : Loss
{
    private long clampCount;

    /// <summary>The loss with its bound.</summary>
    /// <param name="epsilon">The smallest number that a logarithm is taken of; below it goes on as its tangent.</param>
    /// <exception cref="SpecificationException">epsilon is not within (0, 0.5).</exception>
    public BinaryCrossEntropyOnProbabilities(double epsilon = 1e-7)
        => Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 1e-30, 0.49);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "binary-cross-entropy-on-probabilities",
        Aliases = ["bce-on-probabilities"],
        Summary = "Binary cross-entropy for outputs that are probabilities already. Prefer binary-cross-entropy on logits, which "
            + "needs no clamp.",
        FormulaText = "-(t log x + (1 - t) log(1 - x)), logarithms of less than epsilon continued by their tangent",
        GradientText = "(1 - t) / max(1 - x, epsilon) - t / max(x, epsilon)",
        Expects = "probabilities; targets 0 or 1, or probabilities",
        Source = "D. R. Cox, The regression analysis of binary sequences, Journal of the Royal Statistical Society B 20, 1958",
        Caveats = "The tangent bounds a loss by 1 - log(epsilon) and a gradient by 1 / epsilon; how often it acted is counted.",
        Options = [LossOptions.Epsilon, LossOptions.Reduction],
        Create = options => new BinaryCrossEntropyOnProbabilities(options.Number("epsilon"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The smallest number that a logarithm is taken of; below it goes on as its tangent.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// How many elements so far had a loss or gradient that the tangent changed; many mean that a loss on logits is needed.
    /// </summary>
    public long ClampCount => Interlocked.Read(ref clampCount);

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Probabilities;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => -((target * Expression.Log(prediction)) + ((1.0 - target) * Expression.Log(1.0 - prediction)));

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
        => CheckSameShape(prediction, target);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        TargetChecks.Probabilities(Name, target, "targets", "Give 0 or 1, or the probability of 1.");
        TargetChecks.Probabilities(
            Name, prediction, "predictions", "Put a sigmoid before this loss, or use binary-cross-entropy, which takes logits.");
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var log = new TangentLogFunction(Epsilon);
        var complement = 1.0 - prediction;
        new InspectionOperation("count clamps", CountClamps).Apply(prediction, target);
        return (-((target * prediction.Map(log)) + ((1.0 - target) * complement.Map(log))), null);
    }

    private void CountClamps(Tensor prediction, Tensor target)
    {
        var x = new Numbers(prediction);
        var t = new Numbers(target);
        var count = 0;
        for (var i = 0; i < prediction.Count; i++)
        {
            count += (x[i] < Epsilon && t[i] > 0) || (1 - x[i] < Epsilon && t[i] < 1) ? 1 : 0;
        }

        Interlocked.Add(ref clampCount, count);
    }
}
