namespace Descent;

/// <summary>
/// 1 - (2 sum x t + smooth) / (sum x + sum t + smooth): one minus the share of overlap, between 0 and 1. Gradient, with the numerator A
/// and the denominator B: (A / B - 2 t) / B.
/// </summary>
/// <remarks>Shapes: [n, ...], equal. Source: Milletari, Navab and Ahmadi, 2016; with plain sums below the line.</remarks>
public sealed class Dice : OverlapLoss
{
    /// <summary>The loss with its options.</summary>
    /// <param name="smooth">What is added above and below the line, at least 0.</param>
    /// <param name="logits">Whether predictions are logits, to which sigmoid is applied.</param>
    /// <param name="over">What an overlap is measured over.</param>
    /// <exception cref="SpecificationException">smooth is below 0.</exception>
    public Dice(double smooth = 1, bool logits = false, OverlapScope over = OverlapScope.Sample)
        : base(Definition.Name, smooth, logits, over)
    {
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "dice",
        Aliases = ["f1-loss"],
        Summary = "The overlap of regions, for segmentation where what is looked for covers few pixels; often added to cross-entropy.",
        FormulaText = "1 - A / B, A = 2 sum x t + smooth, B = sum x + sum t + smooth",
        GradientText = "(A / B - 2 t) / B",
        Expects = "probabilities (logits with the flag logits) [n, ...]; targets 0 or 1",
        Source = "F. Milletari, N. Navab and S.-A. Ahmadi, V-Net, 3DV 2016",
        Caveats = "Over a batch, the loss is no mean over samples, so accumulated parts differ from the whole. With smooth = 0 a sample "
            + "without any target costs 1 for whatever is predicted, and 0 for nothing.",
        Options = [SmoothOption, LogitsOption, ScopeOption, LossOptions.Reduction],
        Create = options => new Dice(options.Number("smooth"), options.Flag("logits"), ScopeOf(options))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    private protected override (Tensor Above, Tensor Below) Ratio(Tensor both, Tensor predicted, Tensor present)
        => ((both * 2.0) + Smooth, predicted + present + Smooth);
}
