using System.Globalization;

namespace Descent;

/// <summary>The neuron of McCulloch and Pitts: y = 1 where w x >= threshold, else 0, with weights that are set and never trained.</summary>
/// <remarks>
/// Shapes: x [n, inputs], y [n, 1]. With weights of 1, a threshold of 1 is OR, and one of the number of inputs AND; a weight of -1 and
/// threshold 0 is NOT. XOR is none: see <see cref="Perceptron"/>. Source: McCulloch and Pitts, A logical calculus of the ideas immanent
/// in nervous activity, 1943.
/// </remarks>
public sealed class ThresholdUnit : Layer
{
    private readonly Tensor weights;
    private readonly double threshold;

    /// <summary>A unit.</summary>
    /// <param name="weights">A weight for each input: positive ones excite, negative ones inhibit.</param>
    /// <param name="threshold">What the weighted sum must reach.</param>
    /// <exception cref="SpecificationException">There is no weight, or a number is not finite.</exception>
    public ThresholdUnit(ReadOnlySpan<double> weights, double threshold)
    {
        foreach (var weight in weights)
        {
            RefuseNonFinite(weight);
        }

        RefuseNonFinite(threshold);
        this.weights = weights.Length > 0
            ? Tensor.From<double>(weights, new Shape(1, weights.Length))
            : throw new SpecificationException("A threshold unit needs at least one weight.");
        this.threshold = threshold;
    }

    /// <summary>How mcculloch-pitts describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "mcculloch-pitts",
        Aliases = ["threshold-logic-unit"],
        Summary = "The first model of a neuron: it fires when a weighted sum reaches a threshold; for logic such as AND, set by hand.",
        FormulaText = "y = 1 where w x >= threshold, else 0",
        Options =
        [
            new Option("threshold", OptionKind.Number, "what the weighted sum must reach", "1") { Positional = true },
            new Option("weights", OptionKind.Text, "the weights joined by x, such as 0.7x0.6x-1; all 1 unless given", "none"),
        ],
        Expects = "rows of numbers, usually 0 and 1",
        Source = "McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity, 1943",
        Caveats = "Nothing in it is trained, and no gradient passes it. One unit cannot compute XOR.",
        Create = options => sample => new ThresholdUnit(
            options.IsNone("weights") ? [.. Enumerable.Repeat(1.0, InputsOf(sample))] : Parse(options.Text("weights")),
            options.Number("threshold")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return InputsOf(input) == weights.Count
            ? new Shape(1)
            : throw new ShapeException($"mcculloch-pitts has {weights.Count} weights, the sample {input} has {input[0]} numbers.");
    }

    /// <inheritdoc/>
    public override string Describe()
    {
        var joined = string.Join('x', weights.ToDoubles().Select(weight => weight.ToString(CultureInfo.InvariantCulture)));
        return FormattableString.Invariant($"mcculloch-pitts {threshold} weights={joined}");
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank > 0 ? input.Shape.Inner() : input.Shape);
        return ((input * weights.To(input.Type)).Sum(1, keepAxis: true) - threshold).BinaryStep();
    }

    private static int InputsOf(Shape sample) => sample.Rank == 1
        ? sample[0]
        : throw new ShapeException($"mcculloch-pitts takes samples that are rows of numbers, not {sample}. Put 'flatten' before it.");

    private static double[] Parse(string text) => [.. text.Split('x').Select(part
        => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : throw new SpecificationException(
                $"'mcculloch-pitts': weights={text} is not allowed; it must be numbers joined by x, such as 0.7x0.6x-1."))];

    private static void RefuseNonFinite(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new SpecificationException($"The weights and the threshold of a threshold unit must be finite numbers, not {number}.");
        }
    }
}
