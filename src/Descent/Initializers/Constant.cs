using Descent.Kernels;

namespace Descent;

/// <summary>The same value everywhere. For biases and gains; a weight matrix of equal values never learns different units.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value) : Initializer
{
    /// <summary>Zeros.</summary>
    public static Constant Zero { get; } = new(0);

    /// <summary>Ones.</summary>
    public static Constant One { get; } = new(1);

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

    /// <summary>How zeros describe themselves.</summary>
    public static Definition<Initializer> ZerosDefinition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "zeros",
        Aliases = ["zero"],
        Summary = "0 everywhere, for biases, and for the last layer of a branch that is added to what there is.",
        FormulaText = "0",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 8.4, 2016",
        Caveats = "Units of a weight matrix of zeros get equal gradients and stay equal for ever: never use it for hidden layers' weights.",
        Create = _ => Zero,
    };

    /// <summary>How ones describe themselves.</summary>
    public static Definition<Initializer> OnesDefinition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "ones",
        Aliases = ["one"],
        Summary = "1 everywhere, for gains, and for the bias of a forget gate that should start open.",
        FormulaText = "1",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 8.4, 2016",
        Caveats = "Units of a weight matrix of ones get equal gradients and stay equal for ever: never use it for weights.",
        Create = _ => One,
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key) => values.Fill(value);
}
