namespace Descent;

/// <summary>
/// 1 - (P + smooth) / (P + alpha F + beta M + smooth) with the sums P of x t (found), F of x (1 - t) (false alarms) and M of (1 - x) t
/// (missed). Gradient, with the numerator A and the denominator B: (A / B (t + alpha (1 - t) - beta t) - t) / B.
/// </summary>
/// <remarks>
/// Shapes: [n, ...], equal. alpha = beta = 1/2 is <see cref="Dice"/> with twice the smooth; alpha = beta = 1 is one minus the
/// intersection over union (Jaccard). Source: Salehi, Erdogmus and Gholipour, 2017.
/// </remarks>
public sealed class Tversky : OverlapLoss
{
    private static readonly Option FalseAlarms = Weight("alpha", "the weight of false alarms");

    private static readonly Option Misses = Weight("beta", "the weight of misses; above alpha it asks to find more");

    /// <summary>The loss with its options.</summary>
    /// <param name="alpha">The weight of false alarms, at least 0.</param>
    /// <param name="beta">The weight of misses, at least 0.</param>
    /// <param name="smooth">What is added above and below the line, at least 0.</param>
    /// <param name="logits">Whether predictions are logits, to which sigmoid is applied.</param>
    /// <param name="over">What an overlap is measured over.</param>
    /// <exception cref="SpecificationException">A number is below 0.</exception>
    public Tversky(double alpha = 0.5, double beta = 0.5, double smooth = 1, bool logits = false, OverlapScope over = OverlapScope.Sample)
        : base(Definition.Name, smooth, logits, over)
    {
        Alpha = LossOptions.Within(Definition.Name, "alpha", alpha, 0, double.MaxValue);
        Beta = LossOptions.Within(Definition.Name, "beta", beta, 0, double.MaxValue);
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "tversky",
        Summary = "The overlap of regions with a price of its own for false alarms and for misses; beta = 0.7 finds more small regions.",
        FormulaText = "1 - A / B, A = P + smooth, B = P + alpha F + beta M + smooth, P = sum x t, F = sum x (1 - t), M = sum (1 - x) t",
        GradientText = "(A / B (t + alpha (1 - t) - beta t) - t) / B",
        Expects = "probabilities (logits with the flag logits) [n, ...]; targets 0 or 1",
        Source = "S. Salehi, D. Erdogmus and A. Gholipour, Tversky loss function for image segmentation, MLMI 2017",
        Caveats = "Over a batch, the loss is no mean over samples, so accumulated parts differ from the whole. With alpha = 0 false "
            + "alarms cost nothing.",
        Options = [FalseAlarms, Misses, SmoothOption, LogitsOption, ScopeOption, LossOptions.Reduction],
        Create = options => new Tversky(
            options.Number("alpha"), options.Number("beta"), options.Number("smooth"), options.Flag("logits"), ScopeOf(options))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The weight of false alarms.</summary>
    public double Alpha { get; }

    /// <summary>The weight of misses.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    private protected override (Tensor Above, Tensor Below) Ratio(Tensor both, Tensor predicted, Tensor present)
        => (both + Smooth, both + ((predicted - both) * Alpha) + ((present - both) * Beta) + Smooth);

    private static Option Weight(string name, string meaning) => new(name, OptionKind.Number, meaning, "0.5") { Minimum = 0 };
}
