namespace Descent;

/// <summary>A learning rate that changes over training: a function of the step (or epoch) number alone, so that training can resume anywhere.</summary>
public abstract class Schedule
{
    /// <summary>The rate for a step.</summary>
    /// <param name="initialRate">The optimizer's rate at the start.</param>
    /// <param name="step">The number of steps before this one, from 0; a Trainer counts epochs.</param>
    public abstract double Rate(double initialRate, int step);
}
