namespace Descent;

/// <summary>The largest of every few neighbours along an axis; on a tie the gradient goes to the first.</summary>
/// <remarks>
/// Shapes: the axis becomes as many times shorter as there are pieces. Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio,
/// Maxout networks, ICML 2013.
/// </remarks>
public sealed class Maxout : Layer
{
    private readonly int pieces;
    private readonly int axis;

    /// <summary>A maxout layer.</summary>
    /// <param name="pieces">How many neighbours compete.</param>
    /// <param name="axis">The axis of the batch; -1 is the last, 1 the classes or channels.</param>
    /// <exception cref="SpecificationException">pieces is below 1.</exception>
    public Maxout(int pieces = 2, int axis = -1)
        => (this.pieces, this.axis) = (Hyperparameter.Positive(pieces, "pieces of maxout", "2"), axis);

    /// <summary>How maxout describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "maxout",
        Summary = "The largest of a few linear pieces: with a linear layer before it, it learns its own convex activation.",
        FormulaText = "y_i = max over p < pieces of x_(i pieces + p)",
        Options =
        [
            new Option("pieces", OptionKind.Integer, "how many neighbours compete", "2") { Minimum = 1, Positional = true },
            new Option("axis", OptionKind.Integer, "the axis of the batch, -1 the last", "-1"),
        ],
        Range = "(-infinity, infinity)",
        Source = "Goodfellow, Warde-Farley, Mirza, Courville and Bengio, Maxout networks, ICML 2013",
        Caveats = "The layer before it needs pieces outputs for each one. Not differentiable on a tie, where the first piece gets the "
            + "gradient.",
        Create = options => _ => new Maxout(options.Integer("pieces"), options.Integer("axis")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SampleAxis.Divided("maxout", input, axis, pieces);

    /// <inheritdoc/>
    public override string Describe() => axis == -1 ? $"maxout {pieces}" : FormattableString.Invariant($"maxout {pieces} axis {axis}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Maxout(pieces, axis);
    }
}

public sealed partial class Tensor
{
    /// <summary>The largest of every <paramref name="pieces"/> neighbours along an axis; on a tie the gradient goes to the first.</summary>
    /// <param name="pieces">How many neighbours compete; the axis becomes as many times shorter.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis, or its length is no multiple of the pieces.</exception>
    /// <exception cref="SpecificationException">pieces is below 1.</exception>
    public Tensor Maxout(int pieces, int axis = -1)
    {
        var at = Shape.Axis(axis);
        var groups = SampleAxis.Quotient("maxout", Shape, at, Hyperparameter.Positive(pieces, "pieces of maxout", "2"));
        return Reshape(new Shape([.. Shape.Lengths[..at], groups, pieces, .. Shape.Lengths[(at + 1)..]])).Max(at + 1);
    }
}
