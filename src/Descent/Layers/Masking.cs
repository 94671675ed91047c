namespace Descent;

/// <summary>
/// Marks the steps of sequences that are padding: those whose features all are one value. They become 0 and later layers leave them out.
/// </summary>
/// <remarks>
/// Shapes: x [n, steps, features], y likewise, with a <see cref="Tensor.StepMask"/>. NaN may be the value: a step that is missing.
/// </remarks>
/// <param name="padding">The value of padding.</param>
public sealed class Masking(double padding = 0) : Layer
{
    /// <summary>How masking describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "masking",
        Summary = "Tells the layers after it which steps of a sequence are only padding; for series of unequal lengths.",
        FormulaText = "mask = 0 where all features of a step are the value; y = x mask",
        Options =
        [
            new Option("value", OptionKind.Number, "what padding is filled with", "0") { Positional = true },
        ],
        Expects = "sequences [steps, features]",
        Source = "Chollet et al., Keras, 2015",
        Caveats = "A real step that holds nothing but the value counts as padding. For tokens, give embedding a padding index instead.",
        Create = options => _ => new Masking(options.Number("value")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 2
            ? input
            : throw new ShapeException($"masking expects samples that are sequences [steps, features], not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"masking {padding}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.WithStepMask(new MaskOfValuesOperation(padding).Apply(input)[0]);
    }
}
