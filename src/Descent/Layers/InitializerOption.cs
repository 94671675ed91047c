namespace Descent;

/// <summary>The option of layers with weights that says how these start: <c>linear 64 init=he</c>.</summary>
internal static class InitializerOption
{
    public static Option Option { get; } = new(
        "init", OptionKind.Text, "how the weights start, by an initializer's name such as he or xavier; biases then start at 0", "default");

    /// <summary>The initializers of weight and bias; null where the layer's own are used.</summary>
    /// <exception cref="SpecificationException">The name is not known; the nearest are given.</exception>
    public static (Initializer? Weight, Initializer? Bias) Of(OptionValues options)
    {
        var name = options.Text(Option.Name);
        return name == Option.Default ? (null, null) : (Specification.Make(name, Catalog.Initializers, "initializer"), Constant.Zero);
    }
}
