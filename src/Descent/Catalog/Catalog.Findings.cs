namespace Descent;

public static partial class Catalog
{
    /// <summary>What the doctor can find, in the order in which it is looked for: what hides other things comes first.</summary>
    public static IReadOnlyList<Definition<FindingRule>> Findings { get; } =
    [
        NonFinite.Definition,
        InputsNotStandardised.Definition,
        TargetBadlyScaled.Definition,
        OutliersRuleMse.Definition,
        ClassImbalance.Definition,
        SortedNotShuffled.Definition,
        Leakage.Definition,
        DuplicateRows.Definition,
        ConstantFeature.Definition,
        SuspiciousLabels.Definition,
        SoftmaxTwice.Definition,
        SigmoidBeforeLogitsLoss.Definition,
        RawValuesIntoProbabilityLoss.Definition,
        WrongLossForTarget.Definition,
        BatchOfOneWithBatchNorm.Definition,
        LinearStack.Definition,
        SymmetricInitialization.Definition,
        InitialLoss.Definition,
        ExplodingGradients.Definition,
        VanishingGradients.Definition,
        DeadRelu.Definition,
        SaturatedActivations.Definition,
        LearningRateTooHigh.Definition,
        UpdateRatio.Definition,
        LearningRateTooLow.Definition,
        Overfitting.Definition,
        Underfitting.Definition,
    ];
}
