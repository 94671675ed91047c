namespace Descent;

/// <summary>
/// Radial basis functions: unit k answers 1 at its centre and less with the distance, y_k = exp(-beta_k |x - c_k|^2), a Gaussian of width
/// sigma = 1 / sqrt(2 beta). A linear layer behind it makes a radial basis function network.
/// </summary>
/// <remarks>
/// Shapes: x [n, inputs], <c>centers</c> [units, inputs], <c>beta</c> [units], or [1] where all share one, y [n, units]. Both are trained;
/// <see cref="PlaceCentres"/> starts them from data. Source: Broomhead and Lowe, Multivariable functional interpolation and adaptive
/// networks, 1988.
/// </remarks>
public sealed class Rbf : Layer
{
    private readonly int inputs;
    private readonly int units;
    private readonly Parameter centers;
    private readonly Parameter beta;

    /// <summary>A layer of radial basis functions.</summary>
    /// <param name="inputs">The numbers of a sample.</param>
    /// <param name="units">The units.</param>
    /// <param name="sharedWidth">Whether all units have one beta.</param>
    /// <param name="initializer">The first centres; normal with deviation 1 unless given. beta starts at 1 / (2 inputs).</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Rbf(int inputs, int units, bool sharedWidth = false, Initializer? initializer = null)
    {
        if (inputs < 1 || units < 1)
        {
            throw new SpecificationException($"rbf needs at least 1 input and 1 unit, not {inputs} and {units}.");
        }

        (this.inputs, this.units) = (inputs, units);
        centers = Add(new Parameter("centers", new Shape(units, inputs), initializer ?? new Normal()));
        beta = Add(new Parameter("beta", new Shape(sharedWidth ? 1 : units), new Constant(1.0 / (2 * inputs))));
    }

    /// <summary>How rbf describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "rbf",
        Aliases = ["radial-basis", "radial-basis-function"],
        Summary = "Units that answer to samples near their centres; before a linear layer, a network that learns smooth functions quickly.",
        FormulaText = "y_k = exp(-beta_k sum over d of (x_d - c_kd)^2)",
        Options =
        [
            new Option("units", OptionKind.Integer, "the units", null) { Minimum = 1, Positional = true, Aliases = ["centers"] },
            new Option("shared-width", OptionKind.Flag, "whether all units have one beta", "false"),
        ],
        Expects = "rows of numbers, scaled alike",
        Source = "Broomhead and Lowe, Multivariable functional interpolation and adaptive networks, Complex Systems 1988",
        Caveats = "Far from every centre all outputs and gradients are 0: place the centres in the data first. Poor in many dimensions.",
        Create = options => sample => sample.Rank == 1
            ? new Rbf(sample[0], options.Integer("units"), options.Flag("shared-width"))
            : throw new ShapeException($"rbf takes samples that are rows of numbers, not {sample}. Put 'flatten' before it."),
    };

    /// <summary>The centres c [units, inputs].</summary>
    public Parameter Centers => centers;

    /// <summary>beta [units], or [1] where all share one.</summary>
    public Parameter Beta => beta;

    /// <summary>
    /// Puts the centres where samples are, by k-means, and sets each width to the root mean square distance to the two nearest other
    /// centres.
    /// </summary>
    /// <param name="samples">Samples of the training part [n, inputs], at least as many as units.</param>
    /// <param name="seed">The seed of k-means.</param>
    /// <returns>What k-means found.</returns>
    /// <remarks>Source: Moody and Darken, Fast learning in networks of locally-tuned processing units, Neural Computation 1989.</remarks>
    /// <exception cref="ShapeException">The samples are not [n, inputs], or too few.</exception>
    public KMeansResult PlaceCentres(Tensor samples, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Shape.Rank != 2 || samples.Shape[1] != inputs)
        {
            throw new ShapeException($"rbf expects samples [n, {inputs}], not {samples.Shape}.");
        }

        var found = new KMeans(units, seed).Fit(samples);
        centers.Load(found.Centres);
        var squares = Widths(found.Centres.SquaredDistances(found.Centres).ToDoubles(), found.Inertias[^1] / samples.Shape[0]);
        var widths = beta.Shape[0] == 1 ? [squares.Average()] : squares;
        beta.Load(Tensor.From<double>(Array.ConvertAll(widths, square => 1 / (2 * square)), beta.Shape));
        return found;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 1 && input[0] == inputs
            ? new Shape(units)
            : throw new ShapeException(
                $"rbf expects samples of {inputs} numbers, not {input}.{(input.Count == inputs ? " Put a flatten layer before it." : "")}");
    }

    /// <inheritdoc/>
    public override string Describe() => $"rbf {inputs} -> {units}{(beta.Shape[0] < units ? " shared-width" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank > 0 ? input.Shape.Inner() : input.Shape);
        return (-(input.SquaredDistances(centers) * beta.Value)).Exp();
    }

    /// <summary>
    /// The squared width of each unit: the mean over the two nearest centres elsewhere. Where there is none, that of the samples around
    /// their centres; where there is no distance at all, 1.
    /// </summary>
    private double[] Widths(double[] distances, double spread)
    {
        var fallback = spread > 0 ? spread : 1;
        return [.. distances.Chunk(units).Select(row => row.Where(square => square > 0).Order().Take(2).DefaultIfEmpty(fallback).Average())];
    }
}
