using Descent.Kernels;

namespace Descent;

/// <summary>
/// Cuts data into parts at random, the same way for the same seed; with classes, each part has every class in proportion.
/// </summary>
public static class Split
{
    // Ten times a tenth is a little less than one.
    private const double Rounding = 1e-9;

    /// <summary>Cuts off a test part and, if asked, a validation part, class by class; regression data is only shuffled.</summary>
    /// <param name="dataset">What is cut.</param>
    /// <param name="testFraction">The part of all samples to test on, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same cut.</param>
    /// <param name="validationFraction">The part of all samples to validate on, in [0, 1); 0 for none.</param>
    /// <exception cref="DataException">A fraction is out of range, or a part would be empty.</exception>
    public static DataSplit Stratified(Dataset dataset, double testFraction = 0.2, ulong seed = 0, double validationFraction = 0)
    {
        var parts = StratifiedRows(dataset.Name, dataset.Labels, dataset.ClassCount, dataset.Count, testFraction, validationFraction, seed);
        return new DataSplit(
            dataset.Subset(parts.Train),
            dataset.Subset(parts.Test),
            parts.Validation.Length == 0 ? null : dataset.Subset(parts.Validation));
    }

    /// <summary>
    /// Cuts the samples into <paramref name="folds"/> parts, class by class, and gives one split for each: that part to test on, the rest
    /// to train on.
    /// </summary>
    /// <exception cref="DataException">There are fewer than two folds or fewer samples than folds.</exception>
    public static IReadOnlyList<DataSplit> KFold(Dataset dataset, int folds = 5, ulong seed = 0)
    {
        if (folds < 2 || folds > dataset.Count)
        {
            throw new DataException($"{dataset.Name}: {folds} folds of {dataset.Count} samples; choose 2 to {dataset.Count}.");
        }

        return [.. Enumerable.Range(1, folds).Select(fold => Fold(dataset, folds, fold, seed))];
    }

    /// <summary>One of the splits of <see cref="KFold"/>, with a part of its training samples kept for validation if asked.</summary>
    /// <param name="dataset">What is cut.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="fold">The part to test on, from 1.</param>
    /// <param name="seed">The same seed gives the same cut.</param>
    /// <param name="validationFraction">The part of the other samples to validate on, in [0, 1); 0 for none.</param>
    /// <exception cref="DataException">There are fewer than two folds, fewer samples than folds, or no such fold.</exception>
    public static DataSplit Fold(Dataset dataset, int folds, int fold, ulong seed = 0, double validationFraction = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var parts = FoldRows(dataset.Name, dataset.Labels, dataset.ClassCount, dataset.Count, folds, fold, validationFraction, seed);
        return new DataSplit(
            dataset.Subset(parts.Train),
            dataset.Subset(parts.Test),
            parts.Validation.Length == 0 ? null : dataset.Subset(parts.Validation));
    }

    /// <summary>The rows of each part of a fold, in ascending order.</summary>
    internal static (int[] Train, int[] Test, int[] Validation) FoldRows(
        string name, ReadOnlySpan<int> labels, int classCount, int count, int folds, int fold, double validationFraction, ulong seed)
    {
        if (folds < 2 || folds > count || fold < 1 || fold > folds)
        {
            throw new DataException($"{name}: fold {fold} of {folds} of {count} samples; choose 2 to {count} folds, counted from 1.");
        }

        var order = StratifiedOrder(labels, classCount, count, seed);
        int[] test = [.. order.Where((_, position) => position % folds == fold - 1).Order()];
        int[] rest = [.. order.Where((_, position) => position % folds != fold - 1).Order()];
        var restLabels = new int[classCount == 0 ? 0 : rest.Length];
        for (var i = 0; i < restLabels.Length; i++)
        {
            restLabels[i] = labels[rest[i]];
        }

        var parts = StratifiedRows(name, restLabels, classCount, rest.Length, 0, validationFraction, seed);
        return (Array.ConvertAll(parts.Train, row => rest[row]), test, Array.ConvertAll(parts.Validation, row => rest[row]));
    }

    /// <summary>The rows of each part, in ascending order. Rows of one class are spread over the parts in proportion.</summary>
    internal static (int[] Train, int[] Test, int[] Validation) StratifiedRows(
        string name, ReadOnlySpan<int> labels, int classCount, int count, double testFraction, double validationFraction, ulong seed)
    {
        if (!(testFraction >= 0 && validationFraction >= 0 && testFraction + validationFraction < 1))
        {
            throw new DataException(
                FormattableString.Invariant($"{name}: test fraction {testFraction} and validation fraction {validationFraction} ")
                + "must not be negative and must leave something to train on.");
        }

        var order = StratifiedOrder(labels, classCount, count, seed);
        List<int> train = [], test = [], validation = [];

        // Rows of a class follow one another, so a running total of what each part is owed keeps every class in proportion.
        double owedTest = 0.5, owedValidation = 0.5;
        foreach (var row in order)
        {
            owedTest += testFraction;
            owedValidation += validationFraction;
            if (owedTest >= 1 - Rounding)
            {
                owedTest--;
                test.Add(row);
            }
            else if (owedValidation >= 1 - Rounding)
            {
                owedValidation--;
                validation.Add(row);
            }
            else
            {
                train.Add(row);
            }
        }

        if (train.Count == 0 || (testFraction > 0 && test.Count == 0) || (validationFraction > 0 && validation.Count == 0))
        {
            throw new DataException(
                $"{name}: {count} samples are too few to cut into {train.Count} to train, {test.Count} to test and "
                + $"{validation.Count} to validate.");
        }

        return ([.. train.Order()], [.. test.Order()], [.. validation.Order()]);
    }

    /// <summary>All rows, shuffled, then brought together class by class.</summary>
    private static int[] StratifiedOrder(ReadOnlySpan<int> labels, int classCount, int count, ulong seed)
    {
        var order = Positions(count);
        var stream = new RandomKey(seed, "split").Stream();
        stream.Shuffle(order);
        if (classCount == 0)
        {
            return order;
        }

        var keys = new int[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = labels[order[i]];
        }

        return [.. order.Zip(keys).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }

    private static int[] Positions(int count) => Enumerable.Range(0, count).ToArray();
}
