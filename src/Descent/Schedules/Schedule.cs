namespace Descent;

/// <summary>
/// A learning rate that changes over training: a function of the step (or epoch) number alone, so that training can resume anywhere.
/// </summary>
public abstract class Schedule
{
    /// <summary>The rate for a step.</summary>
    /// <param name="initialRate">The optimizer's rate at the start.</param>
    /// <param name="step">The number of steps before this one, from 0; a Trainer counts epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double Rate(double initialRate, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return Compute(initialRate, step);
    }

    /// <summary>The formula; the step is 0 or larger.</summary>
    protected abstract double Compute(double initialRate, int step);
}
