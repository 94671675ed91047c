namespace Descent;

/// <summary>Everything that Descent knows by name, each with its options, formula and source.</summary>
public static partial class Catalog
{
    /// <summary>The losses.</summary>
    public static IReadOnlyList<Definition<Loss>> Losses { get; } =
    [
        MeanSquaredError.Definition,
        MeanAbsoluteError.Definition,
        Huber.Definition,
        SmoothL1.Definition,
        LogCosh.Definition,
        Quantile.Definition,
        MeanAbsolutePercentageError.Definition,
        MeanSquaredLogarithmicError.Definition,
        PoissonNegativeLogLikelihood.Definition,
        GaussianNegativeLogLikelihood.Definition,
        CosineSimilarity.Definition,
        CrossEntropy.Definition,
        CategoricalCrossEntropy.Definition,
        NegativeLogLikelihood.Definition,
        Focal.Definition,
        GeneralizedCrossEntropy.Definition,
        MultiMargin.Definition,
        MultilabelMargin.Definition,
        MultilabelSoftMargin.Definition,
        Ctc.Definition,
        BinaryCrossEntropy.Definition,
        BinaryCrossEntropyOnProbabilities.Definition,
        BinaryFocal.Definition,
        Dice.Definition,
        Tversky.Definition,
        Hinge.Definition,
        SquaredHinge.Definition,
        LogisticMargin.Definition,
        ExponentialMargin.Definition,
        HingeEmbedding.Definition,
        BinaryZeroOne.Definition,
        ZeroOne.Definition,
        KlDivergence.Definition,
        JensenShannon.Definition,
        MarginRanking.Definition,
        CosineEmbedding.Definition,
        TripletMargin.Definition,
        NtXent.Definition,
        SupervisedContrastive.Definition,
    ];
}
