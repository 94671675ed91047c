namespace Descent;

/// <summary>
/// 1 - cos of the angle between prediction and target along the last axis: 0 for the same direction, 1 for a right angle, 2 for opposite
/// ones; lengths do not count. Gradient: -(t / |t| - cos x / |x|) / |x|. A vector of zeros has no direction: its loss is 1, its gradient 0.
/// </summary>
/// <remarks>Shapes: [n, ..., width], equal; one loss for each vector, [n, ...].</remarks>
public sealed class CosineSimilarity : Loss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "cosine-similarity",
        Aliases = ["cosine"],
        Summary = "The angle between vectors, whatever their lengths: for embeddings that are compared by direction.",
        FormulaText = "1 - x . t / (|x| |t|), along the last axis",
        GradientText = "(cos x / |x| - t / |t|) / |x|, 0 for a vector of zeros",
        Expects = "values [n, ..., width]",
        Source = "G. Salton, A. Wong and C. Yang, A vector space model for automatic indexing, Communications of the ACM 18, 1975",
        Caveats = "The gradient grows as 1 / |x|, and says nothing about lengths. A vector of zeros has loss 1 and gradient 0.",
        Options = [LossOptions.Reduction],
        Create = options => new CosineSimilarity { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Values;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Values;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        CheckSameShape(prediction, target);
        if (prediction.Shape.Rank < 2 || prediction.Shape[-1] == 0)
        {
            throw new ShapeException(
                $"{Name}: vectors lie along the last axis of [n, ..., width], but the prediction has the shape {prediction.Shape}.");
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var (x, t) = (Scaled(prediction), Scaled(target));
        var lengths = (x.Square().Sum(-1) * t.Square().Sum(-1)).Sqrt();
        var directed = lengths.GreaterThan(0.0);
        return (1.0 - ((x * t).Sum(-1) / (lengths + (1.0 - directed))).Keep(directed), null);
    }

    /// <summary>Vectors divided by their largest element, a constant that changes no angle: squares neither overflow nor vanish.</summary>
    private static Tensor Scaled(Tensor vectors)
    {
        var largest = vectors.Abs().Max(-1, keepAxis: true).Detached();
        return vectors / (largest + (1.0 - largest.GreaterThan(0.0)));
    }
}
