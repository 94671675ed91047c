namespace Descent;

/// <summary>
/// A learning rate that changes over training: a function of the step (or epoch) number, and for one of them of the losses so far, so that
/// training can resume anywhere.
/// </summary>
public abstract class Schedule
{
    /// <summary>How many steps it takes until it has done what it does; null where it goes on for ever.</summary>
    public virtual int? Length => null;

    /// <summary>Whether it looks at the losses; others are functions of the step alone.</summary>
    public virtual bool GoesByLosses => false;

    /// <summary>The rate for a step.</summary>
    /// <param name="initialRate">The optimizer's rate at the start.</param>
    /// <param name="step">The number of steps before this one, from 0; a Trainer counts epochs.</param>
    /// <param name="losses">
    /// The losses reported so far, oldest first: a Trainer gives each epoch's validation loss, or the training loss without a validation
    /// part.
    /// Only <see cref="Plateau"/> looks at them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    /// <exception cref="SpecificationException">
    /// The schedule is to last as long as the training, and was not told how long that is.
    /// </exception>
    public double Rate(double initialRate, int step, IReadOnlyList<double>? losses = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return losses is { Count: > 0 } ? Compute(initialRate, step, losses) : Compute(initialRate, step);
    }

    /// <summary>The momentum for a step, for schedules that change it too; null to leave it as it is.</summary>
    /// <param name="step">The number of steps before this one, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double? Momentum(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return ComputeMomentum(step);
    }

    /// <summary>The schedule for a training of known length: where its own length was left open, it is the training's.</summary>
    /// <param name="steps">The steps of the training; a Trainer counts epochs.</param>
    public virtual Schedule Over(int steps) => this;

    /// <summary>The formula; the step is 0 or larger.</summary>
    protected abstract double Compute(double initialRate, int step);

    /// <summary>The formula where it goes by losses; the plain one unless overridden.</summary>
    protected virtual double Compute(double initialRate, int step, IReadOnlyList<double> losses) => Compute(initialRate, step);

    /// <summary>The formula of the momentum; null unless overridden.</summary>
    protected virtual double? ComputeMomentum(int step) => null;
}
