namespace Descent;

/// <summary>A loss of scores against targets of -1 or 1: a function of the margin, target times score.</summary>
public abstract class MarginLoss : Loss
{
    /// <inheritdoc/>
    public sealed override Expectation Expects => Expectation.Scores;

    /// <inheritdoc/>
    public sealed override TargetKind Target => TargetKind.Signs;

    /// <inheritdoc/>
    protected sealed override void Check(Tensor prediction, Tensor target)
        => CheckSameShape(prediction, target);

    /// <inheritdoc/>
    protected sealed override void CheckValues(Tensor prediction, Tensor target) => TargetChecks.Signs(Name, target);
}
