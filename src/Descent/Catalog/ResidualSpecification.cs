namespace Descent;

/// <summary>How <see cref="Residual"/> is written in specifications: <c>residual-of (linear 64, relu, linear 64)</c>.</summary>
internal static class ResidualSpecification
{
    /// <summary>How residual-of describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "residual-of",
        Aliases = ["skip"],
        Summary = "A way around layers: they learn only what is to be added to their input, so that deep networks train.",
        FormulaText = "y = f(x) + s(x), s the identity unless given",
        Options =
        [
            new Option("layers", OptionKind.Text, "the layers f in parentheses, joined by commas", null) { Positional = true },
            new Option("shortcut", OptionKind.Text, "layers s in parentheses that change the shape as f does", "none"),
        ],
        Source = "He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016",
        Caveats = "f(x) and s(x) must have one shape. For the blocks of residual networks of images there is 'residual'.",
        Create = options => sample => new Residual(
            Inside(options.Text("layers"), sample), options.IsNone("shortcut") ? null : Inside(options.Text("shortcut"), sample)),
    };

    private static Sequential Inside(string text, Shape sample) => text is ['(', .. var layers, ')']
        ? ModelSpecification.Build(layers, sample)
        : throw new SpecificationException($"'residual-of': '{text}' must be layers in parentheses, such as (linear 64, relu, linear 64).");
}
