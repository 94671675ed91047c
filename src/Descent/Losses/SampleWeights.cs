using System.Globalization;

namespace Descent;

/// <summary>A weight for each sample of a batch, applied to losses of any shape whose first axis counts samples.</summary>
internal static class SampleWeights
{
    /// <summary>The weights in a shape that stretches along the losses.</summary>
    /// <exception cref="ShapeException">There is not one weight for each sample.</exception>
    /// <exception cref="DataException">A weight is negative or not finite.</exception>
    public static Tensor Along(Tensor weights, Tensor losses)
    {
        var shape = losses.Shape;
        if (shape.Rank == 0 || weights.Shape.Rank != 1 || weights.Shape[0] != shape[0])
        {
            throw new ShapeException(
                $"Sample weights have the shape {weights.Shape}; "
                + (shape.Rank == 0 ? "the loss of this batch is a single number." : $"[{shape[0]}] is needed, one for each sample."));
        }

        new InspectionOperation("check weights", static (weights, _) => Check(weights)).Apply(weights, losses);
        return weights.To(losses.Type).Reshape(new Shape([shape[0], .. Enumerable.Repeat(1, shape.Rank - 1)]));
    }

    /// <summary>What a mean divides by: the sum over the elements of their own weight (1 unless given) times their sample's.</summary>
    public static Tensor Total(Tensor along, Tensor losses, Tensor? elementWeights)
        => elementWeights is null
            ? along.To(ElementType.Float64).Sum() * (along.Count == 0 ? 0 : losses.Count / along.Count)
            : (elementWeights * along.To(elementWeights.Type)).Sum();

    private static void Check(Tensor weights)
    {
        var values = new Numbers(weights);
        for (var i = 0; i < weights.Count; i++)
        {
            if (!(values[i] >= 0) || double.IsInfinity(values[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture, $"Sample {i}: the weight is {values[i]}; a weight is a finite number of at least 0."));
            }
        }
    }
}
