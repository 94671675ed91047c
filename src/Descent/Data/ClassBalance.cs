namespace Descent;

/// <summary>Weights by inverse frequency, so that rare classes and labels count as much as frequent ones.</summary>
/// <remarks>Source: King and Zeng, Logistic regression in rare events data, 2001; for labels as in CheXNet, 2017.</remarks>
public static class ClassBalance
{
    /// <summary>
    /// A weight for each class, n / (classes * count): each class weighs the same in sum, and the mean over the samples is 1. For the class
    /// weights of cross-entropy.
    /// </summary>
    /// <param name="dataset">The training part; what is tested on must not have a say.</param>
    /// <exception cref="DataException">The data has no classes, or a class has no sample; it is named.</exception>
    public static double[] ClassWeights(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        RefuseValues(dataset);
        return Weights(dataset.ClassCounts(), dataset.Count, label => $"{dataset.Name}: the class '{dataset.ClassNames[label]}'");
    }

    /// <inheritdoc cref="ClassWeights(Dataset)"/>
    /// <param name="labels">The labels, from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="DataException">A label is no class, or a class has no sample; it is named.</exception>
    public static double[] ClassWeights(ReadOnlySpan<int> labels, int classes)
    {
        var counts = new int[Math.Max(0, classes)];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)counts.Length)
            {
                throw new DataException($"Sample {i}: label {labels[i]}, classes are 0..{classes - 1}.");
            }

            counts[labels[i]]++;
        }

        return Weights(counts, labels.Length, label => $"Class {label}");
    }

    /// <summary>
    /// The weight of the target 1 for each label, negatives / positives: both answers weigh the same in sum. For the positive weights of
    /// binary cross-entropy.
    /// </summary>
    /// <param name="targets">[n, ..., labels] of 0 and 1, or probabilities of 1.</param>
    /// <exception cref="ShapeException">The targets have less than two axes.</exception>
    /// <exception cref="DataException">A target is not in [0, 1], or a label is nowhere 1; it is named.</exception>
    public static double[] PositiveWeights(Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Shape.Rank < 2)
        {
            throw new ShapeException($"Targets {targets.Shape} have no axis of labels; [n, labels] is needed, [n, 1] for a single one.");
        }

        TargetChecks.Probabilities("Positive weights", targets, "targets", "Give 0 or 1, or the probability of 1.");
        var labels = targets.Shape[-1];
        var positives = new double[labels];
        var values = new Numbers(targets);
        for (var i = 0; i < targets.Count; i++)
        {
            positives[i % labels] += values[i];
        }

        return Odds(positives, labels == 0 ? 0 : targets.Count / labels, label => $"Label {label}");
    }

    /// <summary>
    /// The weight of the target 1 for each output: one for two classes with one output (class 1 against class 0), one for each of more
    /// classes against all others, and one for each of several labels that are given as values of 0 and 1.
    /// </summary>
    /// <param name="dataset">The training part; what is tested on must not have a say.</param>
    /// <exception cref="DataException">A value is not in [0, 1], or a class or label has no sample; it is named.</exception>
    public static double[] PositiveWeights(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Task == TaskKind.Regression)
        {
            return PositiveWeights(Tensor.From(dataset.Values, new Shape(dataset.Count, dataset.OutputCount)));
        }

        var odds = Odds(
            Array.ConvertAll(dataset.ClassCounts(), count => (double)count),
            dataset.Count,
            label => $"{dataset.Name}: the class '{dataset.ClassNames[label]}'");
        return odds.Length == 2 ? odds[1..] : odds;
    }

    private static double[] Weights(int[] counts, int samples, Func<int, string> name)
    {
        var weights = new double[counts.Length];
        for (var label = 0; label < counts.Length; label++)
        {
            RefuseNone(counts[label], label, name);
            weights[label] = (double)samples / counts.Length / counts[label];
        }

        return weights;
    }

    private static double[] Odds(double[] positives, int samples, Func<int, string> name)
    {
        var odds = new double[positives.Length];
        for (var label = 0; label < odds.Length; label++)
        {
            RefuseNone(positives[label], label, name);
            odds[label] = (samples - positives[label]) / positives[label];
        }

        return odds;
    }

    private static void RefuseNone(double count, int label, Func<int, string> name)
    {
        if (!(count > 0))
        {
            throw new DataException(
                $"{name(label)} has no sample, so no weight balances it. Give weights of your own, or leave it out.");
        }
    }

    private static void RefuseValues(Dataset dataset)
    {
        if (dataset.Task == TaskKind.Regression)
        {
            throw new DataException(
                $"{dataset.Name} has values to predict, not classes. Use {nameof(PositiveWeights)} for labels of 0 and 1.");
        }
    }
}
