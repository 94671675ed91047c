namespace Descent;

/// <summary>One axis of each sample as several: [n, c h w] becomes [n, c, h, w]. A view, nothing is copied.</summary>
public sealed class Unflatten : Layer
{
    private readonly int axis;
    private readonly Shape lengths;

    /// <summary>An axis taken apart.</summary>
    /// <param name="axis">The axis of the batch; the first of a sample is 1. Negative counts from the end.</param>
    /// <param name="lengths">The axes that stand in its place.</param>
    /// <exception cref="SpecificationException">The axis is 0, which counts samples.</exception>
    public Unflatten(int axis, Shape lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        this.axis = axis != 0 ? axis : throw new SpecificationException("unflatten: axis 0 counts samples; the first of a sample is 1.");
        this.lengths = lengths;
    }

    /// <summary>How unflatten describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "unflatten",
        Summary = "Takes one axis of each sample apart into several; after a linear layer whose numbers are an image.",
        FormulaText = "[n, c h w] -> [n, c, h, w]",
        Options =
        [
            new Option("lengths", OptionKind.Text, "the lengths that stand in its place joined by x, such as 8x4x4", null)
            {
                Positional = true,
            },
            new Option("axis", OptionKind.Integer, "the axis, the first of a sample being 1", "1") { Minimum = 1 },
        ],
        Source = "Harris et al., Array programming with NumPy, Nature 2020",
        Caveats = "Keeps the order of the numbers: it does not move axes.",
        Create = values => _ => new Unflatten(values.Integer("axis"), Reshape.Parse(values.Text("lengths"), "unflatten", "lengths")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var batch = input.Prepend(1);
        var at = batch.Axis(axis);
        return batch[at] == lengths.Count
            ? new Shape([.. batch.Lengths[1..at], .. lengths.Lengths, .. batch.Lengths[(at + 1)..]])
            : throw new ShapeException(
                $"unflatten makes {lengths} of {lengths.Count} numbers; axis {at} of the sample {input} has {batch[at]}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"unflatten {string.Join('x', lengths.Lengths.ToArray())}{(axis == 1 ? "" : $" axis={axis}")}";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape(OutputShape(input.Shape.Inner()).Prepend(input.Shape[0]));
    }
}
