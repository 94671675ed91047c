namespace Descent;

/// <summary>The mean of each window of an image, channel by channel.</summary>
/// <remarks>Shapes: x [n, c, h, w], y [n, c, oh, ow]. Source: LeCun et al., 1989.</remarks>
/// <param name="options">The window and how it moves; it cannot be dilated.</param>
public sealed class AveragePool2d(PoolingOptions options) : Layer
{
    /// <summary>A pooling with a square window.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">Pixels from one window to the next; the window's size unless given.</param>
    /// <param name="padding">Zeros on all four sides, which count in the divisor.</param>
    public AveragePool2d(int kernel, int? stride = null, int padding = 0)
        : this(new PoolingOptions(kernel, kernel, stride ?? kernel, stride ?? kernel, padding, padding))
    {
    }

    /// <summary>How avgpool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "avgpool",
        Aliases = ["avgpool2d", "average-pool"],
        Summary = "The mean of each window: the image shrinks without losing the weak answers.",
        FormulaText = "y[c, i, j] = (sum over the window of x[c, ...]) / (size of the window)",
        Options =
        [
            .. PoolingSpecification.Window,
            new Option("count-padding", OptionKind.Flag, "whether padding counts in the divisor", "true"),
        ],
        Expects = "images [channels, height, width]",
        Source = "LeCun et al., Backpropagation applied to handwritten zip code recognition, Neural Computation 1989",
        Caveats = "Blurs: a strong answer in one place counts no more than weak ones everywhere.",
        Create = values => sample => new AveragePool2d(PoolingSpecification.Read(values) with
        {
            CountIncludePadding = values.Flag("count-padding"),
        }),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingSpecification.OutputShape(options, input, "avgpool");

    /// <inheritdoc/>
    public override string Describe()
        => "avgpool" + PoolingSpecification.Describe(options) + (options.CountIncludePadding ? "" : " count-padding=false");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AveragePool2d(options);
    }
}
