using Descent.Kernels;

namespace Descent;

/// <summary>
/// A gain on the diagonal, 0 elsewhere; of a convolution's weight [out, in, field...], at the centre of the field: what comes in goes
/// out. Where out and in differ, the rest stays 0.
/// </summary>
/// <remarks>Source: Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015.</remarks>
public sealed class IdentityMatrix : Initializer
{
    private readonly double gain;

    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">The number on the diagonal.</param>
    /// <exception cref="SpecificationException">The gain is not above 0.</exception>
    public IdentityMatrix(double gain = 1) => this.gain = Hyperparameter.Positive(gain, "gain", "1");

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "identity",
        Aliases = ["eye", "dirac"],
        Summary = "Lets signals through as they are: for recurrent weights before relu, and for layers added to a trained network.",
        FormulaText = "W_ij = gain where i = j, else 0; of a convolution at the centre of its field",
        Options =
        [
            new("gain", OptionKind.Number, "the number on the diagonal", "1") { Minimum = 0, AboveMinimum = true, Positional = true },
        ],
        Source = "Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015",
        Caveats = "Needs a matrix at least. Outputs beyond the inputs, and inputs beyond the outputs, start with zeros; a field of even "
            + "length has no centre, and the place after it is used.",
        Create = options => new IdentityMatrix(options.Number("gain")),
    };

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        var (_, columns) = Matrices.Of("identity", shape, values.Length);
        var (field, centre) = (1, 0);
        for (var axis = shape.Rank - 1; axis >= 2; axis--)
        {
            centre += shape[axis] / 2 * field;
            field *= shape[axis];
        }

        values.Clear();
        for (var i = 0; i < Math.Min(shape[0], shape[1]); i++)
        {
            values[(i * columns) + (i * field) + centre] = gain;
        }
    }
}
