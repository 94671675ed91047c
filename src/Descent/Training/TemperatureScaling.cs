namespace Descent;

/// <summary>
/// Makes a classifier's confidence honest: logits are divided by one number, the temperature, with which the log loss on samples that it
/// was not trained on is least. The order of the classes, and so every predicted class, stays as it was.
/// </summary>
/// <remarks>
/// With b = 1 / temperature, the mean of log sum exp(b z) - b z[label] is convex in b; its derivative is the mean of E[z] - z[label] under the
/// probabilities, the second that of their variance, and Newton's method within a bracket finds the root. A temperature above 1 makes a
/// network less sure of itself. Source: Guo et al., On calibration of modern neural networks, ICML 2017.
/// </remarks>
/// <example><c>TemperatureScaling.Fit(Evaluator.Outputs(model, validation), validation.Labels)</c></example>
public sealed class TemperatureScaling
{
    /// <summary>The least temperature that is fitted: where every sample is right, the loss would fall for ever.</summary>
    public const double Lowest = 0.05;

    /// <summary>The highest temperature that is fitted: where predictions tell nothing, it would rise for ever.</summary>
    public const double Highest = 100;

    private const int MostSteps = 200;
    private const double Tolerance = 1e-12;

    /// <summary>A scaling by a known temperature.</summary>
    /// <param name="temperature">What logits are divided by.</param>
    /// <exception cref="SpecificationException">The temperature is not a finite number above 0.</exception>
    public TemperatureScaling(double temperature) => Temperature = Hyperparameter.Positive(temperature, "temperature", "1");

    /// <summary>What logits are divided by.</summary>
    public double Temperature { get; }

    /// <summary>The temperature with the least log loss on samples.</summary>
    /// <param name="logits">The model's outputs before softmax, [n, classes], or before sigmoid, [n, 1], on samples that it was not trained on.</param>
    /// <param name="labels">Their classes.</param>
    /// <exception cref="ShapeException">There is not one row of logits for each label.</exception>
    /// <exception cref="DataException">A label is no class, or a logit is not finite.</exception>
    public static TemperatureScaling Fit(Tensor logits, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Shape.Rank != 2 || logits.Shape[0] != labels.Length || labels.Length == 0)
        {
            throw new ShapeException($"Logits have the shape {logits.Shape}; for {labels.Length} labels [{labels.Length}, classes] is needed, and one sample at least.");
        }

        var rows = Rows(logits);
        var classes = rows.Length / labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
            {
                throw new DataException($"Sample {i}: label {labels[i]}, classes are 0..{classes - 1}.");
            }
        }

        // The root of the derivative lies between low and high; a Newton step that leaves the bracket becomes a halving.
        var (low, high) = (1 / Highest, 1 / Lowest);
        if (Slope(rows, labels, low).First >= 0 || Slope(rows, labels, high).First <= 0)
        {
            return new TemperatureScaling(Slope(rows, labels, low).First >= 0 ? Highest : Lowest);
        }

        var inverse = 1.0;
        for (var step = 0; step < MostSteps && high - low > Tolerance * high; step++)
        {
            var (first, second) = Slope(rows, labels, inverse);
            (low, high) = first > 0 ? (low, inverse) : (inverse, high);
            var next = inverse - (first / second);
            var moved = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(moved - inverse) <= Tolerance * inverse)
            {
                inverse = moved;
                break;
            }

            inverse = moved;
        }

        return new TemperatureScaling(1 / inverse);
    }

    /// <summary>Logits divided by the temperature.</summary>
    public Tensor Apply(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits / Temperature;
    }

    /// <summary>A row of two logits for each single one, so that sigmoid is a softmax.</summary>
    private static double[] Rows(Tensor logits)
    {
        var values = logits.ToDoubles();
        var wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        if (wrong >= 0)
        {
            throw new DataException($"Sample {wrong / logits.Shape[1]}: a logit is {values[wrong]}. Look for its cause in the model or the data.");
        }

        return logits.Shape[1] == 1 ? [.. values.SelectMany(value => new[] { 0, value })] : values;
    }

    /// <summary>The first and second derivative of the mean log loss with respect to the inverse temperature.</summary>
    private static (double First, double Second) Slope(double[] rows, ReadOnlySpan<int> labels, double inverse)
    {
        var classes = rows.Length / labels.Length;
        var (first, second) = (0.0, 0.0);
        for (var sample = 0; sample < labels.Length; sample++)
        {
            var row = rows.AsSpan(sample * classes, classes);
            var most = double.NegativeInfinity;
            foreach (var logit in row)
            {
                most = Math.Max(most, logit);
            }

            var (sum, mean, square) = (0.0, 0.0, 0.0);
            foreach (var logit in row)
            {
                var weight = Math.Exp(inverse * (logit - most));
                sum += weight;
                mean += weight * (logit - most);
                square += weight * (logit - most) * (logit - most);
            }

            mean /= sum;
            first += mean - (row[labels[sample]] - most);
            second += (square / sum) - (mean * mean);
        }

        return (first / labels.Length, second / labels.Length);
    }
}
