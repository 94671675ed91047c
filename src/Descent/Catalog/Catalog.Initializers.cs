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
        Normal.Definition,
        Constant.Definition,
    ];
}
