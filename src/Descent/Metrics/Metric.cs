namespace Descent;

/// <summary>Says how good predictions are, for people to read; unlike a loss it is not differentiated.</summary>
public abstract class Metric
{
    /// <summary>The name in the Catalog.</summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>What kind of predictions it judges.</summary>
    public abstract TaskKind Task { get; }

    /// <summary>The value; NaN where there is no sample, or none of a kind that it needs.</summary>
    /// <exception cref="DataException">
    /// The predictions are of the other kind, one is NaN, or they are no probabilities where the metric needs them; the sample is named.
    /// </exception>
    public double Compute(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Task != Task)
        {
            throw new DataException(
                $"The metric {Name} judges {Task}, but the predictions are of {predictions.Task}; choose another metric.");
        }

        predictions.RequireNumbers($"The metric {Name}");
        return predictions.Count == 0 ? double.NaN : Measure(predictions);
    }

    /// <summary>The value for at least one sample of the right kind.</summary>
    protected abstract double Measure(Predictions predictions);
}

/// <summary>A metric of predicted classes.</summary>
public abstract class ClassificationMetric : Metric
{
    /// <inheritdoc/>
    public sealed override TaskKind Task => TaskKind.Classification;
}

/// <summary>A metric of predicted values.</summary>
public abstract class RegressionMetric : Metric
{
    /// <inheritdoc/>
    public sealed override TaskKind Task => TaskKind.Regression;

    /// <summary>The mean of a function of prediction and target over all values of all samples.</summary>
    private protected static double MeanOf(Predictions predictions, Func<double, double, double> function)
    {
        var sum = 0.0;
        for (var sample = 0; sample < predictions.Count; sample++)
        {
            var (outputs, targets) = (predictions.Outputs(sample).ToArray(), predictions.Targets(sample).ToArray());
            sum += outputs.Zip(targets, function).Sum();
        }

        return sum / ((double)predictions.Count * predictions.Width);
    }
}
