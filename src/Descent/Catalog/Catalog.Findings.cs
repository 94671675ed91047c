namespace Descent;

public static partial class Catalog
{
    /// <summary>What the doctor can find, in the order in which it is looked for: what hides other things comes first.</summary>
    public static IReadOnlyList<Definition<FindingRule>> Findings { get; } =
    [
        NonFinite.Definition,
        SoftmaxTwice.Definition,
        SymmetricInitialization.Definition,
        DeadRelu.Definition,
        InputsNotStandardised.Definition,
        TargetBadlyScaled.Definition,
        SortedNotShuffled.Definition,
        ConstantFeature.Definition,
        Leakage.Definition,
        DuplicateRows.Definition,
        OutliersRuleMse.Definition,
        ClassImbalance.Definition,
        SuspiciousLabels.Definition,
    ];
}
