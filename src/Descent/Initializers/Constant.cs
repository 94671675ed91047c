using Descent.Kernels;

namespace Descent;

/// <summary>The same value everywhere. For biases and gains; a weight matrix of equal values never learns different units.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value) : Initializer
{
    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "constant",
        Summary = "The same value everywhere, for biases and gains.",
        FormulaText = "value",
        Options = [new("value", OptionKind.Number, "the value", "0") { Positional = true }],
        Source = "Rumelhart, Hinton and Williams, Learning internal representations by error propagation, 1986: weights must "
            + "differ to learn to differ",
        Caveats = "Units of a weight matrix of equal values get equal gradients and stay equal for ever: never use it for weights.",
        Create = options => new Constant(options.Number("value")),
    };

    /// <summary>Zeros.</summary>
    public static Constant Zero { get; } = new(0);

    /// <summary>Ones.</summary>
    public static Constant One { get; } = new(1);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key) => values.Fill(value);
}
