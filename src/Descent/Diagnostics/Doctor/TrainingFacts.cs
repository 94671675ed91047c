namespace Descent;

/// <summary>The losses of an epoch's steps, each before its update.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">How many steps there were.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Windows">The means of consecutive parts of the epoch, in order.</param>
public sealed record StepLosses(int Epoch, int Steps, double Mean, double Lowest, double Highest, IReadOnlyList<double> Windows);

/// <summary>That a training ended because a value was no longer finite.</summary>
/// <param name="Step">The steps that were taken before.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Message">The first operation or parameter with such a value, the sample and what to do.</param>
/// <param name="Rows">The rows of the training part that were in the batch.</param>
public sealed record TrainingFailure(int Step, int Epoch, string Message, IReadOnlyList<int> Rows);
