namespace Descent;

/// <summary>The mean of each of so many bins, whatever the size of the input: bin i of o along an axis of n covers floor(i n / o) to
/// ceil((i + 1) n / o), so bins may overlap.</summary>
/// <remarks>Shapes: x [n, c, h, w], y [n, c, height, width]; or x [n, c, length], y [n, c, width]. Source: He et al., 2014.</remarks>
public sealed class AdaptiveAveragePool : Layer
{
    private readonly (int Height, int Width) size;

    /// <summary>A pooling to a size.</summary>
    /// <param name="height">The rows of the output; for sequences it is not used.</param>
    /// <param name="width">The columns of the output, or the length of sequences.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public AdaptiveAveragePool(int height, int width)
        => size = height >= 1 && width >= 1
            ? (height, width)
            : throw new SpecificationException($"adaptive-avgpool needs a size of at least 1 x 1, not {height} x {width}.");

    /// <summary>How adaptive-avgpool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "adaptive-avgpool",
        Aliases = ["adaptive-average-pool"],
        Summary = "The mean of each of so many bins, so that images and sequences of any size come out at one size.",
        FormulaText = "y[c, i, j] = mean of x[c, ...] over rows floor(i h / oh) to ceil((i + 1) h / oh) - 1, columns likewise",
        Options = [new Option("size", OptionKind.Size, "height and width of the output", "1") { Minimum = 1, Positional = true }],
        Expects = "images [channels, height, width] or sequences [channels, length]",
        Source = "He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014",
        Caveats = "Bins overlap where the size does not divide the input's.",
        Create = values => _ => new AdaptiveAveragePool(values.Size("size").Height, values.Size("size").Width),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank switch
        {
            2 => new Shape(input[0], size.Width),
            3 => new Shape(input[0], size.Height, size.Width),
            _ => throw new ShapeException(
                $"adaptive-avgpool takes images [channels, height, width] or sequences [channels, length], not samples {input}. "
                + "Put a reshape before it."),
        };
    }

    /// <inheritdoc/>
    public override string Describe() => $"adaptive-avgpool {ImageShape.Text(size.Height, size.Width)}";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var images = SequenceShape.AsImages(input, "adaptive-avgpool");
        return images.AdaptiveAveragePool2d(input.Shape.Rank == 3 ? 1 : size.Height, size.Width).As(input.Shape.Rank);
    }
}
