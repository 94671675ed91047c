namespace Descent;

/// <summary>How well a model does on samples.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The metrics that fit the task, by name.</param>
/// <param name="Predictions">What was predicted, sample by sample.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics, Predictions Predictions)
{
    /// <summary>The share of samples whose class was predicted.</summary>
    /// <exception cref="DescentException">The task is not classification.</exception>
    public double Accuracy => Get("accuracy");

    /// <summary>R2: 1 for perfect predictions, 0 for always predicting the mean.</summary>
    /// <exception cref="DescentException">The task is not regression.</exception>
    public double R2 => Get("r2");

    /// <summary>The root of the mean squared error, in the target's unit.</summary>
    /// <exception cref="DescentException">The task is not regression.</exception>
    public double Rmse => Get("rmse");

    private double Get(string name) => Metrics.TryGetValue(name, out var value)
        ? value
        : throw new DescentException($"'{name}' was not measured; measured were: {string.Join(", ", Metrics.Keys)}.");
}
