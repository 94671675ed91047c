namespace Descent;

/// <summary>What losses over classes along axis 1 check before they compute.</summary>
internal static class ClassTargets
{
    /// <summary>Refuses targets that are neither class indices nor probabilities for the predictions.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static void Check(string loss, Tensor prediction, Tensor target, IReadOnlyList<double>? classWeights)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape.Rank < 2 || prediction.Shape[1] == 0)
        {
            throw new ShapeException(
                $"{loss}: predictions have the shape [samples, classes] or [samples, classes, positions...], not {prediction.Shape}.");
        }

        var indices = target.Type == ElementType.Int32;
        var needed = indices ? prediction.Shape.Without(1) : prediction.Shape;
        if (!target.Shape.Equals(needed))
        {
            var rows = prediction.Shape.Without(1);
            throw new ShapeException(
                $"{loss}: for predictions {prediction.Shape} the target is {rows} class indices (Int32) "
                + $"or {prediction.Shape} probabilities, not {target.Type} {target.Shape}. "
                + (target.Shape.Equals(rows)
                    ? "Convert the target with To(ElementType.Int32)."
                    : "Predictions and targets are never broadcast; reshape the target."));
        }

        if (classWeights is not null && classWeights.Count != prediction.Shape[1])
        {
            throw new ShapeException(
                $"{loss}: there are {classWeights.Count} class weights, but the predictions {prediction.Shape} "
                + $"have {prediction.Shape[1]} classes.");
        }

        if (indices)
        {
            return;
        }

        if (target.Type != prediction.Type)
        {
            throw new DescentException(
                $"{loss}: predictions of {prediction.Type} and targets of {target.Type} do not mix; "
                + $"convert one with To(ElementType.{prediction.Type}).");
        }

        if (target.RequiresGradient)
        {
            throw new DescentException($"{loss}: no gradient flows to the targets; give them as Detached().");
        }
    }

    /// <summary>The same for a loss that takes class indices alone.</summary>
    /// <exception cref="ShapeException">The shapes do not fit, or the targets are no class indices.</exception>
    public static void CheckIndices(string loss, Tensor prediction, Tensor target, IReadOnlyList<double>? classWeights)
    {
        Check(loss, prediction, target, classWeights);
        if (target.Type != ElementType.Int32)
        {
            throw new ShapeException(
                $"{loss}: the target is {prediction.Shape.Without(1)} class indices (Int32), not {target.Type} {target.Shape}; this loss "
                + "knows no class probabilities. Give the largest of each row: ArgMax(1).");
        }
    }

    /// <summary>
    /// 1 at the target class along axis 1, else 0; all 0 where the target is ignored. And 1 for each row not ignored, else 0.
    /// </summary>
    public static (Tensor OneHot, Tensor Counts) OneHot(Tensor prediction, Tensor target, int? ignoreIndex)
    {
        var parts = new ClassDistributionOperation(new CrossEntropyOptions(null, 0, ignoreIndex)).Apply(target, prediction);
        return (parts[0], parts[1]);
    }

    /// <summary>The weight of the target class of each row, 0 where the target is ignored; null without class weights.</summary>
    public static Tensor? Weights(Tensor oneHot, IReadOnlyList<double>? classWeights)
    {
        if (classWeights is null)
        {
            return null;
        }

        var lengths = new int[oneHot.Shape.Rank - 1];
        lengths.AsSpan().Fill(1);
        lengths[0] = classWeights.Count;
        return (oneHot * Tensor.From<double>(classWeights.ToArray(), new Shape(lengths)).To(oneHot.Type)).Sum(1);
    }

    /// <summary>Refuses labels that are no class and negative probabilities.</summary>
    /// <exception cref="DataException">There is one; the sample is named.</exception>
    public static void CheckValues(string loss, Tensor prediction, Tensor target, int? ignoreIndex)
    {
        if (target.Type == ElementType.Int32)
        {
            TargetChecks.Labels(loss, target, prediction.Shape[1], ignoreIndex);
        }
        else
        {
            TargetChecks.NotNegative(
                loss, target, "class probabilities", "Give class indices as an Int32 tensor, or probabilities after softmax.");
        }
    }

    /// <summary>Refuses rows of probabilities with a negative element or without a positive one.</summary>
    /// <exception cref="DataException">There is one; the sample is named.</exception>
    public static void CheckRows(string loss, Tensor prediction)
    {
        const string Remedy = "Put a softmax before this loss, or use cross-entropy, which takes logits.";
        TargetChecks.NotNegative(loss, prediction, "predicted probabilities", Remedy);
        var (samples, classes, positions) = prediction.Shape.Around(1);
        var values = new Numbers(prediction);
        for (var row = 0; row < samples * positions; row++)
        {
            var first = (row / positions * classes * positions) + (row % positions);
            var last = first + ((classes - 1) * positions);
            while (first < last && values[first] == 0)
            {
                first += positions;
            }

            if (values[first] == 0)
            {
                throw new DataException($"{loss}, sample {row / positions}: the predicted probabilities are all 0. {Remedy}");
            }
        }
    }
}
