using Descent.Kernels;

namespace Descent;

/// <summary>The normal distribution with a given standard deviation, whatever the fans: the default of embeddings.</summary>
/// <param name="deviation">The standard deviation.</param>
/// <param name="mean">The mean.</param>
public sealed class Normal(double deviation = 1, double mean = 0) : Initializer
{
    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "normal",
        Aliases = ["gaussian"],
        Summary = "Normal with a given deviation, whatever the fans: the default of embeddings.",
        FormulaText = "mean + deviation z, z normal",
        Options =
        [
            new Option("deviation", OptionKind.Number, "the standard deviation", "1") { Minimum = 0, Positional = true, Aliases = ["std"] },
            new Option("mean", OptionKind.Number, "the mean", "0"),
        ],
        Source = "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012",
        Caveats = "Signals grow or shrink with every layer unless the deviation fits the fans: he and xavier choose it.",
        Create = options => new Normal(options.Number("deviation"), options.Number("mean")),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        Distribution.Normal.Fill(values, deviation, key);
        foreach (ref var value in values)
        {
            value += mean;
        }
    }
}
