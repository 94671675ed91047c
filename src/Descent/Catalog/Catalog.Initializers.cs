namespace Descent;

public static partial class Catalog
{
    /// <summary>The initializers.</summary>
    public static IReadOnlyList<Definition<Initializer>> Initializers { get; } =
    [
        UniformFanIn.Definition,
        Xavier.Definition,
        He.Definition,
        LeCun.Definition,
        Orthogonal.Definition,
        IdentityMatrix.Definition,
        Sparse.Definition,
        Uniform.Definition,
        Normal.Definition,
        TruncatedNormal.Definition,
        Constant.Definition,
        Constant.ZerosDefinition,
        Constant.OnesDefinition,
    ];
}
