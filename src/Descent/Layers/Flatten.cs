namespace Descent;

/// <summary>Axes <c>start</c> to <c>end</c> of the batch as one: [n, c, h, w] becomes [n, c h w]. A view, nothing is copied.</summary>
/// <param name="start">The first axis that is merged; 1 keeps the samples apart.</param>
/// <param name="end">The last axis that is merged.</param>
public sealed class Flatten(int start = 1, int end = -1) : Layer
{
    /// <summary>How flatten describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "flatten",
        Summary = "Makes one row of numbers of each sample; between convolutions and linear layers.",
        FormulaText = "[n, c, h, w] -> [n, c h w]",
        Options =
        [
            new Option("start", OptionKind.Integer, "the first axis that is merged; the first of a sample is 1", "1") { Minimum = 1 },
            new Option("end", OptionKind.Integer, "the last axis that is merged; negative counts from the end", "-1"),
        ],
        Source = "LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998",
        Caveats = "Forgets which numbers were neighbours: only layers before it can use that.",
        Create = values => _ => new Flatten(values.Integer("start"), values.Integer("end")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (start < 1)
        {
            throw new ShapeException(
                $"flatten from axis {start} mixes samples, so one sample has no shape of its own after it; start at axis 1.");
        }

        var batch = input.Prepend(1);
        if (batch.Rank == 1)
        {
            return new Shape(1);
        }

        var (from, to) = (batch.Axis(start), batch.Axis(end));
        return new Shape([.. batch.Lengths[1..from], batch.Product(from, to + 1), .. batch.Lengths[(to + 1)..]]);
    }

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank == 1 && start == 1 ? input.Reshape(input.Count, 1) : input.Flatten(start, end);
    }
}
