namespace Descent;

/// <summary>
/// The Kullback-Leibler divergence KL(target || model), element by element: t (log t - x), where x = log of the model's probability,
/// and 0 where t = 0. With log-targets, exp(t) (t - x). Gradient for the prediction: -t.
/// </summary>
/// <remarks>
/// Shapes: [n, ...], equal. The mean is the divergence of a sample: the sum divided by n. Source: Kullback and Leibler, 1951.
/// </remarks>
public sealed class KlDivergence : Loss
{
    private static readonly Option Logarithms = new("log-target", OptionKind.Flag, "targets are logarithms of probabilities", "false");

    private static readonly Option ElementMean = new(
        "per-element", OptionKind.Flag, "a mean divides by the number of elements, not of samples", "false");

    /// <summary>The loss with its options.</summary>
    /// <param name="logTarget">Whether targets are logarithms of probabilities.</param>
    /// <param name="perElement">Whether a mean divides by the number of elements instead of the number of samples.</param>
    public KlDivergence(bool logTarget = false, bool perElement = false)
    {
        LogTarget = logTarget;
        PerElement = perElement;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "kl-divergence",
        Aliases = ["kl", "kullback-leibler"],
        Summary = "How many nats a model's distribution wastes on data of the target distribution; for matching a teacher or a prior.",
        FormulaText = "t (log t - x), 0 where t = 0",
        GradientText = "-t; with log-target -exp(t)",
        Expects = "log-probabilities; targets probabilities, or log-probabilities with log-target",
        Source = "S. Kullback and R. A. Leibler, On information and sufficiency, Annals of Mathematical Statistics 22, 1951",
        Caveats = "The mean is per sample, as the mathematics has it; per-element divides by the number of elements. The prediction "
            + "is a logarithm (log-softmax).",
        Options = [Logarithms, ElementMean, LossOptions.Reduction],
        Create = options => new KlDivergence(options.Flag("log-target"), options.Flag("per-element"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>Whether targets are logarithms of probabilities.</summary>
    public bool LogTarget { get; }

    /// <summary>Whether a mean divides by the number of elements instead of the number of samples.</summary>
    public bool PerElement { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.LogProbabilities;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassProbabilities;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        CheckSameShape(prediction, target);
        if (prediction.Shape.Rank == 0)
        {
            throw new ShapeException($"{Name}: distributions have at least one axis, [n, ...]; a single number is none.");
        }
    }

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        if (!LogTarget)
        {
            TargetChecks.NotNegative(Name, target, "target probabilities", "If they are logarithms, set log-target.");
        }
    }

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
        => LogTarget || double.IsNaN(symbols.Share(0)) ? null : new(
            [.. Enumerable.Range(0, symbols.Outputs.Count).Where(j => symbols.Share(j) > 0).Select(j
                => symbols.Share(j) * (Math.Log(symbols.Share(j)) - symbols.Outputs[j]))],
            PerElement ? symbols.Outputs.Count : 1);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var probability = LogTarget ? target.Exp() : target;
        var logarithm = LogTarget ? target : target.Log();
        var losses = (logarithm - prediction).Keep(probability) * probability;
        var share = losses.Count == 0 ? 0 : (double)losses.Shape[0] / losses.Count;
        return (losses, PerElement ? null : Tensor.Full(losses.Shape, share, ElementType.Float64));
    }
}
