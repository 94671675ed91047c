using System.Globalization;

namespace Descent;

/// <summary>Each sample under another shape, such as [784] as [1, 28, 28]. A view, nothing is copied.</summary>
/// <param name="shape">The shape of a sample after it.</param>
public sealed class Reshape(Shape shape) : Layer
{
    /// <summary>How reshape describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "reshape",
        Summary = "Gives each sample another shape; before a convolution when images come as rows of numbers.",
        FormulaText = "[n, c h w] -> [n, c, h, w]",
        Options =
        [
            new Option("shape", OptionKind.Text, "the lengths of a sample's axes joined by x, such as 1x28x28", null) { Positional = true },
        ],
        Source = "Harris et al., Array programming with NumPy, Nature 2020",
        Caveats = "Keeps the order of the numbers: it does not move axes.",
        Create = options => sample => new Reshape(Parse(options.Text("shape"), "reshape", "shape")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Count == shape.Count
            ? shape
            : throw new ShapeException($"reshape makes samples {shape} of {shape.Count} numbers; the sample {input} has {input.Count}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"reshape {string.Join('x', shape.Lengths.ToArray())}";

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape(OutputShape(input.Shape.Inner()).Prepend(input.Shape[0]));
    }

    /// <summary>Lengths joined by x.</summary>
    internal static Shape Parse(string text, string layer, string option)
    {
        var lengths = new List<int>();
        foreach (var part in text.Split('x'))
        {
            lengths.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
                ? length
                : throw new SpecificationException($"'{layer}': {option}={text} is not allowed; it must be lengths joined by x, "
                    + "such as 1x28x28."));
        }

        return new Shape(lengths.ToArray());
    }
}
