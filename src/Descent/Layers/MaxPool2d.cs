namespace Descent;

/// <summary>
/// The maximum of each window of an image, channel by channel. On a tie the gradient goes to the first in row-major order.
/// </summary>
/// <remarks>Shapes: x [n, c, h, w], y [n, c, oh, ow]. Source: Ranzato et al., CVPR 2007.</remarks>
/// <param name="options">The window and how it moves.</param>
public sealed class MaxPool2d(PoolingOptions options) : Layer
{
    /// <summary>A pooling with a square window.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">Pixels from one window to the next; the window's size unless given.</param>
    /// <param name="padding">Padding on all four sides; counts as -infinity.</param>
    public MaxPool2d(int kernel, int? stride = null, int padding = 0)
        : this(new PoolingOptions(kernel, kernel, stride ?? kernel, stride ?? kernel, padding, padding))
    {
    }

    /// <summary>How maxpool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "maxpool",
        Aliases = ["maxpool2d", "max-pool"],
        Summary = "Keeps the strongest answer of each window: the image shrinks, and small shifts matter less.",
        FormulaText = "y[c, i, j] = max over the window of x[c, ...]",
        Options =
        [
            .. PoolingSpecification.Window,
            new Option("dilation", OptionKind.Size, "pixels between neighbouring elements of a window", "1") { Minimum = 1 },
        ],
        Expects = "images [channels, height, width]",
        Source = "Ranzato, Huang, Boureau and LeCun, Unsupervised learning of invariant feature hierarchies, CVPR 2007",
        Caveats = "Only the first maximum of a window gets a gradient.",
        Create = values => sample => new MaxPool2d(PoolingSpecification.Read(values) with
        {
            DilationHeight = values.Size("dilation").Height,
            DilationWidth = values.Size("dilation").Width,
        }),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingSpecification.OutputShape(options, input, "maxpool");

    /// <inheritdoc/>
    public override string Describe()
        => "maxpool" + PoolingSpecification.Describe(options)
            + ImageShape.Text("dilation", options.DilationHeight, options.DilationWidth, 1);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MaxPool2d(options);
    }
}
