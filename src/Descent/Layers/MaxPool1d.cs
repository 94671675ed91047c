namespace Descent;

/// <summary>
/// The maximum of each window of a sequence, channel by channel. On a tie the gradient goes to the first.
/// </summary>
/// <remarks>Shapes: x [n, c, length], y [n, c, out]. Source: Ranzato et al., CVPR 2007.</remarks>
/// <param name="kernel">The length of the window.</param>
/// <param name="stride">Steps from one window to the next; the window's length unless given.</param>
/// <param name="padding">Padding at both ends, at most half the window; counts as -infinity.</param>
/// <param name="dilation">Steps between neighbouring elements of a window.</param>
/// <param name="ceil">Whether a last window may hang over the end.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceil = false) : Layer
{
    private readonly PoolingOptions options = PoolingSpecification.Along(kernel, stride, padding, dilation, ceil);

    /// <summary>How maxpool1d describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "maxpool1d",
        Aliases = ["max-pool1d"],
        Summary = "Keeps the strongest answer of each window of a sequence: the sequence shrinks, and small shifts matter less.",
        FormulaText = "y[c, i] = max over the window of x[c, ...]",
        Options =
        [
            .. PoolingSpecification.Window1d,
            new Option("dilation", OptionKind.Integer, "steps between neighbouring elements of a window", "1") { Minimum = 1 },
        ],
        Expects = "sequences [channels, length]",
        Source = "Ranzato, Huang, Boureau and LeCun, Unsupervised learning of invariant feature hierarchies, CVPR 2007",
        Caveats = "Only the first maximum of a window gets a gradient.",
        Create = values => _ =>
        {
            var window = PoolingSpecification.Read1d(values);
            return new MaxPool1d(
                window.KernelWidth, window.StrideWidth, window.PaddingWidth, values.Integer("dilation"), window.CeilMode);
        },
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingSpecification.OutputShape1d(options, input, "maxpool1d");

    /// <inheritdoc/>
    public override string Describe()
        => "maxpool1d" + PoolingSpecification.Describe1d(options)
            + ImageShape.Text("dilation", options.DilationWidth, options.DilationWidth, 1);

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return SequenceShape.AsImages(input, "maxpool1d").MaxPool2d(options).As(rank: 3);
    }
}
