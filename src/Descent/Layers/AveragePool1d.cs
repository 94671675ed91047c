namespace Descent;

/// <summary>The mean of each window of a sequence, channel by channel.</summary>
/// <remarks>Shapes: x [n, c, length], y [n, c, out]. Source: LeCun et al., 1989.</remarks>
/// <param name="kernel">The length of the window.</param>
/// <param name="stride">Steps from one window to the next; the window's length unless given.</param>
/// <param name="padding">Zeros at both ends, at most half the window.</param>
/// <param name="ceil">Whether a last window may hang over the end.</param>
/// <param name="countPadding">Whether padding counts in the divisor.</param>
public sealed class AveragePool1d(int kernel, int? stride = null, int padding = 0, bool ceil = false, bool countPadding = true) : Layer
{
    private readonly PoolingOptions options = PoolingSpecification.Along(kernel, stride, padding, 1, ceil, countPadding);

    /// <summary>How avgpool1d describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "avgpool1d",
        Aliases = ["average-pool1d"],
        Summary = "The mean of each window of a sequence: it shrinks without losing the weak answers.",
        FormulaText = "y[c, i] = (sum over the window of x[c, ...]) / (length of the window)",
        Options =
        [
            .. PoolingSpecification.Window1d,
            new Option("count-padding", OptionKind.Flag, "whether padding counts in the divisor", "true"),
        ],
        Expects = "sequences [channels, length]",
        Source = "LeCun et al., Backpropagation applied to handwritten zip code recognition, Neural Computation 1989",
        Caveats = "Blurs: a strong answer in one place counts no more than weak ones everywhere.",
        Create = values => _ =>
        {
            var window = PoolingSpecification.Read1d(values);
            return new AveragePool1d(
                window.KernelWidth, window.StrideWidth, window.PaddingWidth, window.CeilMode, values.Flag("count-padding"));
        },
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingSpecification.OutputShape1d(options, input, "avgpool1d");

    /// <inheritdoc/>
    public override string Describe()
        => "avgpool1d" + PoolingSpecification.Describe1d(options) + (options.CountIncludePadding ? "" : " count-padding=false");

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return SequenceShape.AsImages(input, "avgpool1d").AveragePool2d(options).As(rank: 3);
    }
}
