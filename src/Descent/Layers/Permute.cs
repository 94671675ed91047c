using System.Globalization;

namespace Descent;

/// <summary>The axes of each sample in another order, such as [steps, features] as [features, steps].</summary>
public sealed class Permute : Layer
{
    private readonly int[] axes;

    /// <summary>A reordering.</summary>
    /// <param name="axes">Axis k of the output is axis axes[k] of the input; the first axis of a sample is 1, as 0 counts samples.</param>
    public Permute(params ReadOnlySpan<int> axes) => this.axes = axes.ToArray();

    /// <summary>How permute describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "permute",
        Summary = "Puts the axes of each sample in another order; between layers that want channels first and those that want them last.",
        FormulaText = "permute 2x1: [n, a, b] -> [n, b, a]",
        Options =
        [
            new Option("axes", OptionKind.Text, "each axis of a sample once, from 1, in the new order, joined by x: 2x1", null)
            {
                Positional = true,
            },
        ],
        Source = "Harris et al., Array programming with NumPy, Nature 2020",
        Caveats = "Moves all numbers in memory, unlike reshape, which only reads them by other lengths.",
        Create = values => _ => new Permute(Parse(values.Text("axes"))),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return axes.Order().SequenceEqual(Enumerable.Range(1, input.Rank))
            ? new Shape(Array.ConvertAll(axes, axis => input[axis - 1]))
            : throw new ShapeException(
                $"{Describe()} must name each axis of the sample {input} once: 1 to {input.Rank} in the new order.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"permute {string.Join('x', axes)}";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Inner());
        return input.Permute([0, .. axes]);
    }

    private static int[] Parse(string text) => Array.ConvertAll(text.Split('x'), part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var axis) && axis > 0
            ? axis
            : throw new SpecificationException($"'permute': axes={text} is not allowed; it must be axes from 1 joined by x, such as 2x1."));
}
