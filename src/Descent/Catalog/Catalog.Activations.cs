namespace Descent;

/// <summary>
/// Every concept that Descent knows by name: from here come specifications, listings, reference pages and the shared tests.
/// </summary>
public static partial class Catalog
{
    /// <summary>All activation functions, as layers.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Activations { get; } =
    [
        BinaryStep.Definition,
        Identity.Definition,
        Sigmoid.Definition,
        Tanh.Definition,
        Relu.Definition,
        LeakyRelu.Definition,
        PRelu.Definition,
        Elu.Definition,
        Swish.Definition,
        Mish.Definition,
        Gelu.Definition,
        GeluTanh.Definition,
        Softplus.Definition,
        Softmax.Definition,
        LogSoftmax.Definition,
    ];
}
