namespace Descent;

/// <summary>(prediction - target)^2 / 2 for each element, as textbooks write it so that the derivative is prediction - target.</summary>
internal sealed class HalfSquaredError : ValueLoss
{
    /// <inheritdoc/>
    public override string Name => "half the squared error";

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target) => Expression.Power(prediction - target, 2) / 2;

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((prediction - target).Square() * 0.5, null);
}
