namespace Descent;

/// <summary>What class indices or probabilities along axis 1 become as a distribution over the classes.</summary>
internal static class ClassDistribution
{
    /// <summary>
    /// The weighted and smoothed target distribution w[j] ((1 - s) t[j] + s / c) in the predictions' shape, zeros where the label is
    /// ignored, and, for class indices, the weight w[t] of each row.
    /// </summary>
    public static (Tensor Distribution, Tensor? RowWeights) Of(
        Tensor target, Tensor prediction, IReadOnlyList<double>? classWeights, double smoothing, int? ignoreIndex)
    {
        var (classes, positions) = (prediction.Shape[1], prediction.Shape.Product(2, prediction.Shape.Rank));
        var given = target.ToDoubles();
        var distribution = new double[prediction.Count];
        var rowWeights = target.Type == ElementType.Int32 ? new double[given.Length] : null;
        for (var i = 0; i < distribution.Length; i++)
        {
            var (j, row) = (i / positions % classes, (i / positions / classes * positions) + (i % positions));
            if (rowWeights is null || (int)given[row] != ignoreIndex)
            {
                var share = rowWeights is null ? given[i] : (int)given[row] == j ? 1 : 0;
                distribution[i] = (classWeights?[j] ?? 1) * (((1 - smoothing) * share) + (smoothing / classes));
            }
        }

        for (var row = 0; row < (rowWeights?.Length ?? 0); row++)
        {
            rowWeights![row] = (int)given[row] == ignoreIndex ? 0 : classWeights?[(int)given[row]] ?? 1;
        }

        return (
            Tensor.From<double>(distribution, prediction.Shape).To(prediction.Type),
            rowWeights is null ? null : Tensor.From<double>(rowWeights, target.Shape));
    }
}
