namespace Descent;

/// <summary>What a model says about one sample.</summary>
/// <param name="Task">Whether a class or values are predicted.</param>
/// <param name="Names">The classes, or the values' names.</param>
/// <param name="Numbers">A probability for each class, or the values in their own unit.</param>
public sealed record Prediction(TaskKind Task, IReadOnlyList<string> Names, IReadOnlyList<double> Numbers)
{
    /// <summary>The most probable class; the first where several are.</summary>
    /// <exception cref="DescentException">The model predicts values.</exception>
    public string ClassName => Names[Best()];

    /// <summary>The probability of <see cref="ClassName"/>.</summary>
    /// <exception cref="DescentException">The model predicts values.</exception>
    public double Probability => Numbers[Best()];

    /// <summary>The value, in its own unit.</summary>
    /// <exception cref="DescentException">The model predicts a class, or several values.</exception>
    public double Value => Task == TaskKind.Regression && Numbers.Count == 1
        ? Numbers[0]
        : throw new DescentException(Task == TaskKind.Regression
            ? $"The model predicts {Numbers.Count} values: {string.Join(", ", Names)}; read {nameof(Numbers)}."
            : $"The model predicts a class, not a value: read {nameof(ClassName)} and {nameof(Probability)}.");

    /// <summary>The place of the largest number; the first where several are.</summary>
    internal static int IndexOfLargest(IReadOnlyList<double> numbers)
    {
        var best = 0;
        for (var i = 1; i < numbers.Count; i++)
        {
            best = numbers[i] > numbers[best] ? i : best;
        }

        return best;
    }

    private int Best() => Task == TaskKind.Classification
        ? IndexOfLargest(Numbers)
        : throw new DescentException($"The model predicts a value, not a class: read {nameof(Value)} or {nameof(Numbers)}.");
}
