namespace Descent;

/// <summary>What one training step measured, before its update.</summary>
/// <param name="LossSum">The sum of the losses of the batch.</param>
/// <param name="Weight">What their mean divides by.</param>
/// <param name="GradientNorm">The norm over all gradients before clipping; null where nothing was clipped by norm.</param>
public readonly record struct StepResult(double LossSum, double Weight, double? GradientNorm)
{
    /// <summary>The mean loss; 0 where every target was ignored.</summary>
    public double Loss => Weight == 0 ? 0 : LossSum / Weight;
}
