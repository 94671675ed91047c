using Descent.Kernels;

namespace Descent;

/// <summary>
/// A random rotation times a gain: seen as [out, the rest], the rows are orthonormal where they are not more than the columns, else the
/// columns. Lengths, and so signals and gradients, pass unchanged through linear layers.
/// </summary>
/// <remarks>Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, ICLR 2014.</remarks>
public sealed class Orthogonal : Initializer
{
    private readonly double gain;

    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">For the activation that follows; see <see cref="Gain"/>.</param>
    /// <exception cref="SpecificationException">The gain is not above 0.</exception>
    public Orthogonal(double gain = 1) => this.gain = Hyperparameter.Positive(gain, "gain", "1");

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "orthogonal",
        Summary = "A random rotation, which keeps the length of signals and gradients; for recurrent and very deep networks.",
        FormulaText = "W W' = gain^2 1 where out <= the rest, else W' W = gain^2 1",
        Options =
        [
            new("gain", OptionKind.Number, "the length of each row or column", "1") { Minimum = 0, AboveMinimum = true, Positional = true },
        ],
        Source = "Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, "
            + "ICLR 2014",
        Caveats = "Needs a matrix at least. The time grows with the third power of the smaller side: seconds from about 2,000 on.",
        Create = options => new Orthogonal(options.Number("gain")),
    };

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        var (rows, columns) = Matrices.Of("orthogonal", shape, values.Length);
        if (rows <= columns)
        {
            key.FillNormal(values);
            Householder.Orthonormalize(values, rows, columns);
        }
        else
        {
            var turned = new double[values.Length];
            key.FillNormal(turned);
            Householder.Orthonormalize(turned, columns, rows);
            for (var i = 0; i < turned.Length; i++)
            {
                values[(i % rows * columns) + (i / rows)] = turned[i];
            }
        }

        foreach (ref var value in values)
        {
            value *= gain;
        }
    }
}
