namespace Descent;

/// <summary>What a data set is checked for at the door; each error names the sample.</summary>
internal static class DatasetChecks
{
    public static void Inputs(string name, Shape inputShape, int elements, int samples)
    {
        if (samples == 0)
        {
            throw new DataException($"{name} has no samples.");
        }

        if (inputShape.Count == 0 || elements != (long)samples * inputShape.Count)
        {
            throw new DataException(
                $"{name}: {samples} targets and inputs of shape {inputShape} need {(long)samples * inputShape.Count} input "
                + $"elements, not {elements}.");
        }
    }

    public static void Labels(string name, ReadOnlySpan<int> labels, IReadOnlyList<string> classNames)
    {
        for (var sample = 0; sample < labels.Length; sample++)
        {
            if ((uint)labels[sample] >= (uint)classNames.Count)
            {
                throw new DataException(
                    $"{name}, sample {sample}: label {labels[sample]}, classes are 0..{classNames.Count - 1}. "
                    + "Correct the label or give a name for every class.");
            }
        }
    }

    public static void FeatureNames(string name, Shape inputShape, IReadOnlyList<string>? featureNames)
    {
        if (featureNames is { Count: > 0 } && featureNames.Count != inputShape.Count)
        {
            throw new DataException($"{name}: {featureNames.Count} feature names for inputs {inputShape}.");
        }
    }

    public static void Finite(string name, string what, ReadOnlySpan<float> numbers, int width, IReadOnlyList<string>? columnNames)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                var column = columnNames is { Count: > 0 } ? $"'{columnNames[i % width]}'" : $"{i % width}";
                throw new DataException(
                    FormattableString.Invariant($"{name}, sample {i / width}, {what} column {column}: {numbers[i]} ")
                    + "is not a finite number. Fill or remove it before training.");
            }
        }
    }

    public static void Rows(string name, ReadOnlySpan<int> rows, int count)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)count)
            {
                throw new DataException($"{name} has no row {row}: rows are 0..{count - 1}.");
            }
        }
    }

    public static void Destination(string name, int needed, int given)
    {
        if (given < needed)
        {
            throw new DataException($"{name}: {needed} elements do not fit a destination of {given}.");
        }
    }
}
