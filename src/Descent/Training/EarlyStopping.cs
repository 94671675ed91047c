namespace Descent;

/// <summary>Stops when the validation loss has not improved for some epochs.</summary>
public sealed record EarlyStopping
{
    /// <summary>Waits for an improvement.</summary>
    /// <param name="patience">The epochs to wait.</param>
    /// <param name="minimumImprovement">By how much the loss must fall to count.</param>
    /// <exception cref="SpecificationException">The patience is below 1, or the improvement negative.</exception>
    public EarlyStopping(int patience = 10, double minimumImprovement = 0)
    {
        if (patience < 1 || !(minimumImprovement >= 0))
        {
            throw new SpecificationException($"Early stopping waits for 1 epoch or more (not {patience}) and for an improvement of 0 or more (not {minimumImprovement}).");
        }

        (Patience, MinimumImprovement) = (patience, minimumImprovement);
    }

    /// <summary>The epochs to wait.</summary>
    public int Patience { get; }

    /// <summary>By how much the loss must fall to count.</summary>
    public double MinimumImprovement { get; }
}
