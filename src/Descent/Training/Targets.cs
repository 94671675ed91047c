namespace Descent;

/// <summary>Turns labels or values into the tensor that a loss needs for a given output.</summary>
public static class Targets
{
    /// <summary>The targets of a batch: class indices, one-hot rows, 0 and 1, -1 and 1, plain values, or nothing.</summary>
    /// <param name="loss">The loss that will be computed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="dataset">The data set that it comes from.</param>
    /// <param name="outputs">The width of the model's output.</param>
    /// <exception cref="DescentException">The loss, the width and the task do not go together.</exception>
    public static Tensor For(Loss loss, Batch batch, Dataset dataset, int outputs)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(dataset);
        if (loss.Target == TargetKind.None)
        {
            return Loss.NoTarget(batch.Count);
        }

        RefuseUnlessHeld(loss, dataset);
        return dataset.Task == TaskKind.Regression
            ? ForValues(loss, batch, dataset, outputs)
            : ForLabels(loss, batch, dataset, outputs);
    }

    /// <summary>
    /// The width that a model's output needs: a number for each class, or what the loss takes for each value; one for two classes where
    /// the loss is for yes and no.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data set.</param>
    public static int OutputWidth(Loss loss, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Task == TaskKind.Regression ? dataset.OutputCount * loss.OutputsPerTarget
            : dataset.ClassCount == 2 && loss.Target is TargetKind.Binary or TargetKind.Signs ? 1 : dataset.OutputCount;
    }

    /// <summary>Refuses a loss whose targets cannot be mixed: plain class indices, signs, pairs.</summary>
    /// <exception cref="SpecificationException">The loss is one of those.</exception>
    internal static void RefuseUnlessMixable(Loss loss, IMixing mixing)
    {
        if (!loss.TakesDistributions && loss.Target is not (TargetKind.Binary or TargetKind.Values))
        {
            throw new SpecificationException(
                $"'{mixing.Name}' makes mixtures of targets, which '{loss.Name}' does not take. Use 'cross-entropy', or leave '{mixing.Name}' out.");
        }
    }

    /// <summary>Refuses a loss of pairs, triples or sequences: a data set holds a label or values for each sample.</summary>
    /// <exception cref="DescentException">The loss is one of those.</exception>
    internal static void RefuseUnlessHeld(Loss loss, Dataset dataset)
    {
        if (loss.Target == TargetKind.Sequences || loss is StackedLoss)
        {
            var samples = loss.Target == TargetKind.Sequences ? "sequences of labels" : "samples in pairs or triples";
            throw new DescentException(
                $"'{loss.Name}' takes {samples}, which the data set {dataset.Name} does not have. "
                + "Train in a loop of your own, with a TrainingStep.");
        }
    }

    private static Tensor ForValues(Loss loss, Batch batch, Dataset dataset, int outputs)
    {
        if (loss.Target is TargetKind.ClassIndices or TargetKind.ClassProbabilities)
        {
            throw new DescentException($"'{loss.Name}' is for classes, but the target is a number. Use 'mse', 'mae' or 'huber', or set the task to classification.");
        }

        var (count, needed) = (dataset.OutputCount, dataset.OutputCount * loss.OutputsPerTarget);
        var each = needed == count ? "" : $", and '{loss.Name}' takes {loss.OutputsPerTarget} outputs for each";
        return outputs == needed
            ? Tensor.From<float>(batch.Values.AsSpan(0, batch.Count * count), new Shape(batch.Count, count))
            : throw new DescentException(
                $"The model's output has the width {outputs}, but there are {count} values to predict{each}. "
                + $"End the model with 'linear {needed}'.");
    }

    private static Tensor ForLabels(Loss loss, Batch batch, Dataset dataset, int outputs)
    {
        var labels = batch.Labels.AsSpan(0, batch.Count);
        var mixed = batch.Shares.Length > 0;
        var single = outputs == 1 && dataset.ClassCount == 2;
        if (loss.Expects == Expectation.Embeddings && loss.Target == TargetKind.ClassIndices)
        {
            return Tensor.From<int>(labels, new Shape(labels.Length));
        }

        if (outputs != dataset.ClassCount && !(single && loss.Target is TargetKind.Binary or TargetKind.Signs or TargetKind.Values))
        {
            throw new DescentException(
                $"The model's output has the width {outputs}, but there are {dataset.ClassCount} classes and the loss is '{loss.Name}'. "
                + $"End the model with 'linear {dataset.ClassCount}'.");
        }

        if (loss.Target == TargetKind.ClassIndices && !mixed)
        {
            return Tensor.From<int>(labels, new Shape(labels.Length));
        }

        var off = loss.Target == TargetKind.Signs ? -1f : 0f;
        var values = new float[labels.Length * outputs];
        values.AsSpan().Fill(off);
        for (var i = 0; i < labels.Length; i++)
        {
            if (mixed)
            {
                Add(values, i, labels[i], batch.Shares[i]);
                Add(values, i, batch.PartnerLabels[i], 1 - batch.Shares[i]);
            }
            else if (!single)
            {
                values[(i * outputs) + labels[i]] = 1;
            }
            else if (labels[i] == 1)
            {
                values[i] = 1;
            }
        }

        void Add(float[] to, int sample, int label, float share)
        {
            if (!single || label == 1)
            {
                to[(sample * outputs) + (single ? 0 : label)] += share;
            }
        }

        return Tensor.From<float>(values, new Shape(labels.Length, outputs));
    }
}
