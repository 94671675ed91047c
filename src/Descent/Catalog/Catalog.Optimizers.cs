namespace Descent;

public static partial class Catalog
{
    /// <summary>The optimizers.</summary>
    public static IReadOnlyList<Definition<Optimizer>> Optimizers { get; } =
    [
        Sgd.Definition,
        Momentum.Definition,
        Sgd.NesterovDefinition,
        AdaGrad.Definition,
        AdaDelta.Definition,
        RmsProp.Definition,
        Rprop.Definition,
        Adam.Definition,
        AdamW.Definition,
        Adam.AmsgradDefinition,
        Adamax.Definition,
        NAdam.Definition,
        RAdam.Definition,
        Lion.Definition,
        Lamb.Definition,
        Muon.Definition,
        Lbfgs.Definition,
    ];
}
