namespace Descent;

/// <summary>
/// Looks at a training between its epochs, and may ask for another rate or for the end. To look only, an <see cref="IProgress{T}"/> of
/// <see cref="TrainingEvent"/> given to Fit is enough; a callback's answer is a part of the training: it is kept in checkpoints, so that
/// a resumed training goes on as it was.
/// </summary>
public interface ITrainingCallback
{
    /// <summary>Called after each epoch, on the training's thread, before its checkpoint.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="model">The model as it is now; to be looked at, not to be changed.</param>
    /// <returns>What is asked for; null for nothing.</returns>
    TrainingRequest? AfterEpoch(EpochEnded epoch, Layer model);
}

/// <summary>What a callback asks for.</summary>
public sealed record TrainingRequest
{
    private readonly double rateFactor = 1;

    /// <summary>Why training should end here; null: it goes on.</summary>
    public string? Stop { get; init; }

    /// <summary>What the learning rate, as the schedule has it, is multiplied by from the next epoch on; several multiply.</summary>
    /// <exception cref="SpecificationException">It is negative or not finite.</exception>
    public double RateFactor
    {
        get => rateFactor;
        init => rateFactor = Hyperparameter.NotNegative(value, "factor of the rate", "0.5");
    }
}
