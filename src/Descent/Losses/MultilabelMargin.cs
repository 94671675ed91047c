namespace Descent;

/// <summary>
/// (1 / c) times the sum over the targets j and the other classes i of max(0, 1 - x[j] + x[i]), for each row of c scores: 0 once every
/// target outscores everything else by 1. Gradient: for each pair that misses, -1 / c for the target and 1 / c for the other.
/// </summary>
/// <remarks>
/// Shapes: scores [n, classes]; targets of the same shape, either 0 and 1, or Int32 lists of classes, each ended by -1 unless it is full.
/// Unreduced losses are [n]. Source: Elisseeff and Weston, 2001.
/// </remarks>
public sealed class MultilabelMargin : Loss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "multilabel-margin",
        Aliases = ["multi-label-margin", "multilabel-hinge"],
        Summary = "Ranks the labels of a sample above all others: several labels for each sample, where their order of merit is wanted.",
        FormulaText = "sum_(j target, i not) max(0, 1 - x[j] + x[i]) / c",
        GradientText = "for each pair with 1 - x[j] + x[i] > 0: -1 / c for x[j], 1 / c for x[i]",
        Expects = "scores [n, classes]; targets 0 or 1, or lists of classes ended by -1 (Int32), of the same shape",
        Source = "A. Elisseeff and J. Weston, A kernel method for multi-labelled classification, NeurIPS 2001",
        Caveats = "At the edge of the margin the gradient used is 0. A sample with no target, or with all, costs nothing. Scores are no "
            + "probabilities, and no threshold tells targets from others.",
        Options = [LossOptions.Reduction],
        Create = options => new MultilabelMargin { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Scores;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        CheckSameShape(prediction, target);
        if (prediction.Shape.Rank != 2 || prediction.Shape[1] == 0)
        {
            throw new ShapeException($"{Name}: predictions have the shape [n, classes], not {prediction.Shape}.");
        }
    }

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        if (target.Type == ElementType.Int32)
        {
            CheckLists(target);
        }
        else
        {
            TargetChecks.ZeroOrOne(Name, target, "Give 0 or 1 for each class, or an Int32 list of classes ended by -1.");
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var mask = target.Type == ElementType.Int32 ? new LabelMaskOperation().Apply(target, prediction.Detached())[0] : target.Detached();
        return (new MultilabelMarginOperation().Apply(prediction, mask)[0], null);
    }

    private void CheckLists(Tensor target)
    {
        var labels = target.Span<int>();
        var classes = target.Shape[1];
        for (var start = 0; start < labels.Length; start += classes)
        {
            for (var place = 0; place < classes && labels[start + place] >= 0; place++)
            {
                var label = labels[start + place];
                if (label >= classes || labels.Slice(start, place).Contains(label))
                {
                    throw new DataException(
                        $"{Name}, sample {start / classes}: the list of targets holds {label}{(label >= classes ? "" : " twice")}, "
                        + $"classes are 0..{classes - 1}. Int32 targets list the classes of a sample, ended by -1; for 0 and 1 use "
                        + "To(ElementType.Float32).");
                }
            }
        }

        GC.KeepAlive(target);
    }
}
