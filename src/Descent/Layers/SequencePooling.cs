namespace Descent;

/// <summary>How a sequence becomes one row.</summary>
public enum SequencePoolingMode
{
    /// <summary>The mean of the real steps.</summary>
    Mean,

    /// <summary>The largest number of each feature over the real steps.</summary>
    Max,

    /// <summary>The last real step.</summary>
    Last,
}

/// <summary>One row of features for each sequence: the mean, the maximum or the last of its real steps; 0 where it has none.</summary>
/// <remarks>
/// Shapes: x [n, steps, features], y [n, features]. Padding, by the <see cref="Tensor.StepMask"/> of x, has no influence, not even as
/// NaN.
/// </remarks>
/// <param name="mode">Which of them.</param>
public sealed class SequencePooling(SequencePoolingMode mode = SequencePoolingMode.Mean) : Layer
{
    /// <summary>How sequence-pool describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "sequence-pool",
        Aliases = ["sequence-pooling"],
        Summary = "Makes one row of features of a sequence, to classify it; padding is left out.",
        FormulaText = "y = mean, max or last of x over the real steps",
        Options =
        [
            new Option("mode", OptionKind.Text, "what is taken over the steps", "mean")
            {
                Choices = ["mean", "max", "last"], Positional = true,
            },
        ],
        Expects = "sequences [steps, features]",
        Source = "Collobert et al., Natural language processing (almost) from scratch, JMLR 2011",
        Caveats = "Mean and max forget the order of the steps; last sees one step alone, so put it behind layers that look across steps.",
        Create = options => _ => new SequencePooling(Enum.Parse<SequencePoolingMode>(options.Text("mode"), ignoreCase: true)),
    };

    /// <inheritdoc/>
    protected override bool KeepsSteps => false;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 2 && input[0] > 0
            ? new Shape(input[1])
            : throw new ShapeException(
                $"sequence-pool expects samples that are sequences [steps, features] of at least one step, not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"sequence-pool {mode.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank == 3 ? input.Shape.Inner() : input.Shape);
        return input.StepMask is { } mask ? OfReal(input, mask) : mode switch
        {
            SequencePoolingMode.Mean => input.Mean(1),
            SequencePoolingMode.Max => input.Max(1),
            _ => input.Slice(1, input.Shape[1] - 1, 1).Reshape(input.Shape[0], input.Shape[2]),
        };
    }

    private Tensor OfReal(Tensor input, Tensor mask)
    {
        var real = Tensor.StepFactor(mask, input);
        switch (mode)
        {
            case SequencePoolingMode.Mean:
                return MeanOfReal(input, real);
            case SequencePoolingMode.Max:
                var lowest = Tensor.Full(new Shape(1, 1, 1), double.NegativeInfinity, input.Type);
                return Tensor.Where(real, input, lowest).Max(1).Keep(real.Max(1));
            default:
                return input.Keep(Tensor.StepFactor(new LastStepOperation().Apply(mask)[0], input)).Sum(1);
        }
    }

    /// <summary>The mean over steps that are real, by factors [n, steps, 1]; 0 where there are none.</summary>
    internal static Tensor MeanOfReal(Tensor steps, Tensor real)
        => steps.Keep(real).Sum(1) / Tensor.Maximum(real.Sum(1), Tensor.Ones(new Shape(1, 1), steps.Type));
}
