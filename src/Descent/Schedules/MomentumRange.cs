namespace Descent;

/// <summary>Between which values a schedule moves the momentum, against the rate: high where the rate is low.</summary>
public readonly record struct MomentumRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="low">The momentum at the largest rate, in [0, 1).</param>
    /// <param name="high">The momentum at the smallest rate, in [0, 1).</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public MomentumRange(double low, double high)
    {
        Low = Hyperparameter.Share(low, "low momentum", "0.85");
        High = Hyperparameter.Share(high, "high momentum", "0.95");
    }

    /// <summary>The momentum at the largest rate.</summary>
    public double Low { get; }

    /// <summary>The momentum at the smallest rate.</summary>
    public double High { get; }

    /// <summary>The options of schedules that can move the momentum.</summary>
    internal static Option[] Options { get; } =
    [
        new("momentum", OptionKind.Flag, "move the momentum too, against the rate", "false") { Aliases = ["cycle-momentum"] },
        OptimizerOptions.Share("low-momentum", "momentum at the largest rate, if it is moved", "0.85", "base-momentum"),
        OptimizerOptions.Share("high-momentum", "momentum at the smallest rate, if it is moved", "0.95", "max-momentum"),
    ];

    /// <summary>The range that options give; null where the momentum stays.</summary>
    internal static MomentumRange? Of(OptionValues options)
        => options.Flag("momentum") ? new MomentumRange(options.Number("low-momentum"), options.Number("high-momentum")) : null;
}
