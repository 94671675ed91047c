namespace Descent.Tests.Losses;

/// <summary>
/// Draws predictions and targets by what a loss expects. A loss with a domain or shapes of its own has a line in <see cref="Of"/> and, if
/// it does not take every shape, in <see cref="FewestAxes"/>; any other is covered by being in the Catalog.
/// </summary>
internal sealed class LossInputs(Loss loss, int[] lengths, Random random, bool extreme)
{
    private static readonly double[] Extremes = [0, 1e-30, -1e-30, 1, -1, 88, -88, 1000, -1000];

    /// <summary>Predictions and targets in Float64.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="lengths">The shape of the targets, with the class axis where there is one.</param>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="extreme">Whether predictions are very large, very small and 0.</param>
    public static (Tensor Prediction, Tensor Target) Of(Loss loss, int[] lengths, int seed, bool extreme = false)
    {
        var draw = new LossInputs(loss, lengths, new Random(seed), extreme);
        return loss switch
        {
            GaussianNegativeLogLikelihood gaussian => (draw.MeansAndVariances(gaussian), draw.Filled(draw.Normal)),
            PoissonNegativeLogLikelihood { IsRate: true } => (draw.Filled(draw.Positive), draw.Filled(draw.Count)),
            PoissonNegativeLogLikelihood => (draw.Filled(draw.Prediction), draw.Filled(draw.Count)),
            MeanSquaredLogarithmicError => (draw.Filled(draw.Prediction), draw.Filled(draw.Count)),
            StackedLoss stacked => (draw.Stacked(stacked), draw.TargetOfParts(stacked)),
            SupervisedContrastive => (draw.Filled(draw.Prediction), draw.Labels(new Shape(lengths[0]), 2)),
            MultilabelMargin => (draw.Filled(draw.Prediction), draw.Filled(draw.ZeroOrOne)),
            Ctc => draw.Sequences(),
            _ => (draw.Filled(draw.Prediction), draw.Target()),
        };
    }

    /// <summary>How few axes its predictions may have.</summary>
    public static int FewestAxes(Loss loss)
        => IsOverClasses(loss) || loss is CosineSimilarity or OverlapLoss || loss.OutputsPerTarget > 1 || MostAxes(loss) < 4 ? 2 : 1;

    /// <summary>How many axes its predictions may have.</summary>
    public static int MostAxes(Loss loss) => loss switch
    {
        SupervisedContrastive => 3,
        MultilabelMargin or MultilabelSoftMargin or Ctc => 2,
        _ => loss.Expects == Expectation.Embeddings ? 2 : 4,
    };

    /// <summary>At least two classes, where there are classes.</summary>
    public static int[] Lengthened(Loss loss, int[] lengths)
        => IsOverClasses(loss) ? [lengths[0], lengths[1] + 1, .. lengths[2..]] : lengths;

    private static bool IsOverClasses(Loss loss) => loss.Target is TargetKind.ClassIndices or TargetKind.ClassProbabilities;

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private double Extreme() => Extremes[random.Next(Extremes.Length)];

    private double Positive() => extreme ? Math.Abs(Extreme()) : 0.3 + (2 * random.NextDouble());

    private double ZeroOrOne() => random.Next(2);

    private double Count() => random.Next(5);

    private double Prediction() => loss.Expects switch
    {
        Expectation.Probabilities => extreme ? Math.Clamp(Extreme(), 1e-30, 1) : 0.1 + (0.8 * random.NextDouble()),
        Expectation.LogProbabilities => extreme ? -Math.Abs(Extreme()) : Math.Log(0.1 + (0.8 * random.NextDouble())),
        _ => extreme ? Extreme() : 2 * Normal(),
    };

    private Tensor Target()
    {
        switch (loss.Target)
        {
            case TargetKind.ClassIndices:
                var rows = new Shape(lengths).Without(1);
                return Labels(rows, lengths[1]);
            case TargetKind.ClassProbabilities:
                var shares = Filled(() => 0.1 + random.NextDouble());
                return shares / shares.Sum(1, keepAxis: true);
            case TargetKind.Binary:
                var isSoft = random.Next(2) == 0;
                return Filled(() => isSoft ? random.NextDouble() : random.Next(2));
            case TargetKind.Signs:
                return Filled(() => (2 * random.Next(2)) - 1);
            default:
                return Filled(Normal);
        }
    }

    private Tensor Labels(Shape shape, int classes)
        => Tensor.From<int>([.. Enumerable.Range(0, shape.Count).Select(_ => random.Next(classes))], shape);

    private Tensor Stacked(StackedLoss stacked) => Tensor.Concatenate(
        1, [.. stacked.Parts.Select(_ => Filled(Prediction).Reshape(new Shape([lengths[0], 1, .. lengths[1..]])))]);

    private Tensor TargetOfParts(StackedLoss stacked)
    {
        var shape = stacked.Expects == Expectation.Embeddings ? new Shape(lengths[0]) : new Shape(lengths);
        return stacked.Target == TargetKind.None
            ? Loss.NoTarget(lengths[0])
            : Tensor.From<double>([.. Enumerable.Range(0, shape.Count).Select(_ => (2.0 * random.Next(2)) - 1)], shape);
    }

    // Two labels beside the blank, some ended early, and as many steps as the longest of them can need.
    private (Tensor Logits, Tensor Target) Sequences()
    {
        var (samples, longest) = (lengths[0], lengths[1]);
        var labels = new int[samples * longest];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % longest > 0 && random.Next(4) == 0 ? -1 : 1 + random.Next(2);
        }

        var shape = new Shape(samples, (2 * longest) + 1, 3);
        return (
            Tensor.From<double>([.. Enumerable.Range(0, shape.Count).Select(_ => Prediction())], shape),
            Tensor.From<int>(labels, new Shape(samples, longest)));
    }

    // Below epsilon the gradient is not that of the value, on purpose.
    private Tensor MeansAndVariances(GaussianNegativeLogLikelihood gaussian)
    {
        double Variance() => gaussian.Epsilon + Positive();
        double Logarithm() => extreme ? Extreme() : Math.Log(Variance());
        return Tensor.Concatenate(1, Filled(Prediction), Filled(gaussian.IsLogarithm ? Logarithm : Variance));
    }

    private Tensor Filled(Func<double> draw)
    {
        var shape = new Shape(lengths);
        return Tensor.From<double>([.. Enumerable.Range(0, shape.Count).Select(_ => draw())], shape);
    }
}
