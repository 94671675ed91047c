namespace Descent;

public static partial class Catalog
{
    /// <summary>All layers that are not activations.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Layers { get; } =
    [
        Linear.Definition,
        Flatten.Definition,
        Reshape.Definition,
        Dropout.Definition,
    ];
}
