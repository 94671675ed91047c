namespace Descent;

/// <summary>
/// A score of each class from its true positives, the samples predicted as it and the samples of it. A class without a value, NaN, is left
/// out of means; most scores have 0 there instead.
/// </summary>
public abstract class ClassScore : ClassificationMetric
{
    /// <summary>The option that every class score has.</summary>
    private protected static readonly Option AveragingOption
        = new(
            "averaging",
            OptionKind.Text,
            "how the scores of the classes become one: their mean, of all counts, weighted by true counts, or class 1 alone",
            "macro")
        {
            Choices = ["macro", "micro", "weighted", "binary"],
            Positional = true,
        };

    private protected ClassScore(Averaging averaging) => Averaging = averaging;

    /// <summary>How the scores of the classes become one.</summary>
    public Averaging Averaging { get; }

    /// <inheritdoc/>
    public sealed override bool HigherIsBetter => true;

    /// <summary>The score of each class by itself.</summary>
    /// <exception cref="DataException">The predictions are no classes, or one is NaN.</exception>
    public double[] PerClass(Predictions predictions) => PerClass(ConfusionMatrix.Of(predictions));

    /// <inheritdoc/>
    protected sealed override double Measure(Predictions predictions)
    {
        var matrix = ConfusionMatrix.Of(predictions);
        if (Averaging == Averaging.Micro)
        {
            return Score(matrix.Correct, matrix.Total, matrix.Total);
        }

        var scores = PerClass(matrix);
        var defined = Enumerable.Range(0, scores.Length).Where(i => !double.IsNaN(scores[i])).ToArray();
        return Averaging switch
        {
            Averaging.Macro => defined.Select(i => scores[i]).DefaultIfEmpty(double.NaN).Average(),
            Averaging.Weighted => defined.Sum(i => scores[i] * matrix.Actual(i)) / predictions.Count,
            _ => scores.Length == 2 ? scores[1] : throw new DataException(
                $"{Name}: binary averaging needs two classes, not {scores.Length}; use macro, micro or weighted."),
        };
    }

    /// <summary>The score from the counts of one class.</summary>
    private protected abstract double Score(long truePositives, long predicted, long actual);

    /// <summary>The averaging that was chosen.</summary>
    private protected static Averaging AveragingOf(OptionValues options)
        => Enum.Parse<Averaging>(options.Text("averaging"), ignoreCase: true);

    /// <summary>A quotient with 0 / 0 = 0.</summary>
    private protected static double Ratio(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;

    private double[] PerClass(ConfusionMatrix matrix)
        => Enumerable.Range(0, matrix.Classes).Select(i => Score(matrix[i, i], matrix.Predicted(i), matrix.Actual(i))).ToArray();
}
