using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>How often each true class (row) was predicted as each class (column).</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;
    private readonly long[] actual;
    private readonly long[] predicted;

    private ConfusionMatrix(long[,] counts, IReadOnlyList<string> names)
    {
        this.counts = counts;
        ClassNames = names;
        actual = new long[names.Count];
        predicted = new long[names.Count];
        for (var row = 0; row < names.Count; row++)
        {
            for (var column = 0; column < names.Count; column++)
            {
                actual[row] += counts[row, column];
                predicted[column] += counts[row, column];
            }
        }
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>How often the true class <paramref name="actual"/> was predicted as <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>The number of samples.</summary>
    public long Total => actual.Sum();

    /// <summary>The number of samples on the diagonal.</summary>
    public long Correct => Enumerable.Range(0, Classes).Sum(i => counts[i, i]);

    /// <summary>Counts the predictions.</summary>
    /// <exception cref="DataException">The predictions are no classes, or one is NaN.</exception>
    public static ConfusionMatrix Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.RequireClasses("A confusion matrix");
        var counts = new long[predictions.Width, predictions.Width];
        for (var sample = 0; sample < predictions.Count; sample++)
        {
            counts[predictions.Labels[sample], predictions.PredictedLabels[sample]]++;
        }

        return new ConfusionMatrix(counts, predictions.Names);
    }

    /// <summary>How many samples are of a class.</summary>
    public long Actual(int index) => actual[index];

    /// <summary>How many samples were predicted as a class.</summary>
    public long Predicted(int index) => predicted[index];

    /// <summary>The counts as a table: true classes down, predicted ones across.</summary>
    public override string ToString()
    {
        var rowWidth = Math.Max("true \\ predicted".Length, ClassNames.Max(name => name.Length));
        var widths = Enumerable.Range(0, Classes)
            .Select(column => Math.Max(ClassNames[column].Length, Enumerable.Range(0, Classes).Max(row => Number(row, column).Length)))
            .ToArray();
        var text = new StringBuilder("true \\ predicted".PadRight(rowWidth));
        for (var column = 0; column < Classes; column++)
        {
            text.Append("  ").Append(ClassNames[column].PadLeft(widths[column]));
        }

        for (var row = 0; row < Classes; row++)
        {
            text.Append('\n').Append(ClassNames[row].PadRight(rowWidth));
            for (var column = 0; column < Classes; column++)
            {
                text.Append("  ").Append(Number(row, column).PadLeft(widths[column]));
            }
        }

        return text.ToString();
    }

    private string Number(int row, int column) => counts[row, column].ToString(CultureInfo.InvariantCulture);
}
