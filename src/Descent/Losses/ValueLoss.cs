namespace Descent;

/// <summary>A loss of regression: predicted values against values of the same shape.</summary>
public abstract class ValueLoss : Loss
{
    /// <inheritdoc/>
    public sealed override Expectation Expects => Expectation.Values;

    /// <inheritdoc/>
    public sealed override TargetKind Target => TargetKind.Values;

    /// <inheritdoc/>
    protected sealed override void Check(Tensor prediction, Tensor target) => CheckSameShape(prediction, target);
}
