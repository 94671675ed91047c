using Descent.Kernels;

namespace Descent;

/// <summary>The normal distribution with mean 0 and a given standard deviation, whatever the fans: the default of embeddings.</summary>
/// <param name="deviation">The standard deviation.</param>
public sealed class Normal(double deviation = 1) : Initializer
{
    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "normal",
        Aliases = ["gaussian"],
        Summary = "Normal with mean 0 and a given deviation, whatever the fans: the default of embeddings.",
        FormulaText = "standard deviation = deviation",
        Options =
        [
            new Option("deviation", OptionKind.Number, "the standard deviation", "1") { Minimum = 0, Positional = true, Aliases = ["std"] },
        ],
        Source = "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012",
        Caveats = "Signals grow or shrink with every layer unless the deviation fits the fans: he and xavier choose it.",
        Create = options => new Normal(options.Number("deviation")),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
        => Distribution.Normal.Fill(values, deviation, key);
}
