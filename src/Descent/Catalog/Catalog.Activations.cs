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
        RRelu.Definition,
        Relu6.Definition,
        Threshold.Definition,
        Elu.Definition,
        Selu.Definition,
        Celu.Definition,
        Swish.Definition,
        Mish.Definition,
        Gelu.Definition,
        GeluTanh.Definition,
        HardSwish.Definition,
        Softplus.Definition,
        Softsign.Definition,
        LogSigmoid.Definition,
        HardSigmoid.Definition,
        HardTanh.Definition,
        SoftShrink.Definition,
        HardShrink.Definition,
        TanhShrink.Definition,
        Softmax.Definition,
        Softmin.Definition,
        LogSoftmax.Definition,
        Maxout.Definition,
        Glu.Definition,
        SwiGlu.Definition,
    ];
}
