namespace Descent;

/// <summary>The mean of each channel over all its places.</summary>
/// <remarks>Shapes: x [n, c, ...], y [n, c]. Source: Lin, Chen and Yan, Network in network, ICLR 2014.</remarks>
public sealed class GlobalAveragePool : Layer
{
    /// <summary>How global-avgpool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "global-avgpool",
        Aliases = ["global-average-pool"],
        Summary = "The mean of each channel over all its places: a row of numbers from images of any size, before the last linear layer.",
        FormulaText = "y[c] = mean of x[c, ...]",
        Expects = "images [channels, height, width], sequences [channels, length], or any sample whose first axis counts channels",
        Source = "Lin, Chen and Yan, Network in network, ICLR 2014",
        Caveats = "Forgets where something was.",
        Create = _ => _ => new GlobalAveragePool(),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank > 0 && input.Count > 0
            ? new Shape(input[0])
            : throw new ShapeException($"global-avgpool takes samples with channels, not {input}. Put a reshape before it.");
    }

    /// <inheritdoc/>
    public override string Describe() => "global-avgpool";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        var (n, channels) = (input.Shape[0], input.Shape[1]);
        return input.Reshape(n, channels, 1, input.Shape.Product(2, input.Shape.Rank)).AdaptiveAveragePool2d(1, 1).Reshape(n, channels);
    }
}
