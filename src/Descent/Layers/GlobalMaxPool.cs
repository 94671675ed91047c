namespace Descent;

/// <summary>The maximum of each channel over all its places. On a tie the gradient goes to the first.</summary>
/// <remarks>Shapes: x [n, c, ...], y [n, c]. Source: Lin, Chen and Yan, Network in network, ICLR 2014.</remarks>
public sealed class GlobalMaxPool : Layer
{
    /// <summary>How global-maxpool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "global-maxpool",
        Aliases = ["global-max-pool"],
        Summary = "The maximum of each channel over all its places: a row of numbers from images of any size, "
            + "before the last linear layer.",
        FormulaText = "y[c] = maximum of x[c, ...]",
        Expects = "images [channels, height, width], sequences [channels, length], or any sample whose first axis counts channels",
        Source = "Lin, Chen and Yan, Network in network, ICLR 2014",
        Caveats = "Forgets where something was. On a tie the gradient goes to the first.",
        Create = _ => _ => new GlobalMaxPool(),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0 && input.Count > 0
            ? new Shape(input[0])
            : throw new ShapeException($"global-maxpool takes samples with channels, not {input}. Put a reshape before it.");
    }

    /// <inheritdoc/>
    public override string Describe() => "global-maxpool";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        var (n, channels) = (input.Shape[0], input.Shape[1]);
        return input.Reshape(n, channels, 1, input.Shape.Product(2, input.Shape.Rank)).AdaptiveMaxPool2d(1, 1).Reshape(n, channels);
    }
}
