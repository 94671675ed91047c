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
        RmsProp.Definition,
        Adam.Definition,
        AdamW.Definition,
    ];
}
