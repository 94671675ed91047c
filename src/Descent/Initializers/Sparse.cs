using Descent.Kernels;

namespace Descent;

/// <summary>
/// Normal weights, of which a share of those coming into each unit, chosen at random, is 0: a unit listens to few others and yet is not
/// saturated, however many there are.
/// </summary>
/// <remarks>Source: Martens, Deep learning via Hessian-free optimization, ICML 2010.</remarks>
public sealed class Sparse : Initializer
{
    private readonly double sparsity;
    private readonly double deviation;

    /// <summary>Makes the initializer.</summary>
    /// <param name="sparsity">The share of each unit's incoming weights that is 0, rounded down to whole weights; in [0, 1).</param>
    /// <param name="deviation">The standard deviation of the others.</param>
    /// <exception cref="SpecificationException">The share is outside [0, 1), or the deviation is not above 0.</exception>
    public Sparse(double sparsity = 0.9, double deviation = 0.01)
        => (this.sparsity, this.deviation)
            = (Hyperparameter.Share(sparsity, "sparsity", "0.9"), Hyperparameter.Positive(deviation, "deviation", "0.01"));

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "sparse",
        Summary = "Normal weights of which most are 0, so that every unit starts with a few inputs of its own.",
        FormulaText = "of each row floor(sparsity * columns) numbers are 0; standard deviation of the others = deviation",
        Options =
        [
            new("sparsity", OptionKind.Number, "the share of each unit's incoming weights that is 0", "0.9")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true, Positional = true,
            },
            new("deviation", OptionKind.Number, "the standard deviation of the others", "0.01")
            {
                Minimum = 0, AboveMinimum = true, Aliases = ["std"],
            },
        ],
        Source = "Martens, Deep learning via Hessian-free optimization, ICML 2010",
        Caveats = "Needs a matrix at least. Zeros are counted for each unit, as in the paper; PyTorch counts them for each input.",
        Create = options => new Sparse(options.Number("sparsity"), options.Number("deviation")),
    };

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        var (rows, columns) = Matrices.Of("sparse", shape, values.Length);
        Distribution.Normal.Fill(values, deviation, key.For("values"));
        var places = new int[columns];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < columns; i++)
            {
                places[i] = i;
            }

            key.For((ulong)row).Stream().Shuffle(places);
            foreach (var place in places.AsSpan(0, (int)(sparsity * columns)))
            {
                values[(row * columns) + place] = 0;
            }
        }
    }
}
