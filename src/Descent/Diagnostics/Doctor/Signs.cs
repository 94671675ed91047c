namespace Descent;

/// <summary>Numbers that several findings go by. None has a unit: all are ratios, so that they mean the same for every network and loss.</summary>
internal static class Signs
{
    private const double LivelyRate = 0.1;

    /// <summary>The last probes, before which a step was taken, and in which the rate was not yet near its end; empty where there are fewer.</summary>
    public static IReadOnlyList<Probe> Last(Examination examination, int count)
    {
        var highest = examination.Probes.Select(probe => probe.LearningRate).DefaultIfEmpty(0).Max();
        var lively = examination.Probes.Where(probe => probe.Step > 0 && probe.LearningRate >= LivelyRate * highest).TakeLast(count).ToArray();
        return lively.Length < count ? [] : lively;
    }

    /// <summary>The weights, from the first layer to the last: what has two axes or more.</summary>
    public static ParameterFacts[] Weights(Probe probe) => [.. probe.Parameters.Where(facts => facts.Rank >= 2 && facts.Count > 1)];

    /// <summary>How far a step moves all weights, seen beside their norm; null where not measured.</summary>
    public static double? UpdateRatio(Probe probe)
    {
        var weights = Weights(probe);
        var (update, norm) = (weights.Sum(facts => Square(facts.UpdateNorm ?? 0)), weights.Sum(facts => Square(facts.Norm)));
        return weights.Any(facts => facts.UpdateNorm is not null) && norm > 0 ? Math.Sqrt(update / norm) : null;
    }

    /// <summary>
    /// The most that all steps together can have moved the weights, seen beside their norm: the sum of the steps' lengths, those between
    /// two probes taken as long as the longer of both.
    /// </summary>
    public static double? Movement(Examination examination)
    {
        var measured = examination.Probes.Select(probe => (probe.Step, Ratio: UpdateRatio(probe))).Where(one => one.Ratio is not null).ToArray();
        if (measured.Length < 2)
        {
            return null;
        }

        var sum = 0.0;
        for (var i = 0; i < measured.Length; i++)
        {
            var next = i + 1 < measured.Length ? measured[i + 1] : (examination.Steps, measured[i].Ratio);
            sum += Math.Max(measured[i].Ratio!.Value, next.Ratio!.Value) * Math.Max(0, next.Item1 - measured[i].Step);
        }

        return sum;
    }

    /// <summary>How strongly each weight's gradient acts on it: the norm of the gradient seen beside that of the values.</summary>
    public static double[] Pulls(Probe probe)
        => [.. Weights(probe).Where(facts => facts.GradientNorm is not null && facts.Norm > 0).Select(facts => facts.GradientNorm!.Value / facts.Norm)];

    /// <summary>How much a change of all weights by their own size would change the loss to the first order, at most, seen beside the loss that is usual.</summary>
    public static double Sensitivity(Probe probe, double loss)
    {
        var weights = Weights(probe);
        return Math.Sqrt(weights.Sum(facts => Square(facts.GradientNorm ?? 0))) * Math.Sqrt(weights.Sum(facts => Square(facts.Norm))) / Math.Max(1e-12, loss);
    }

    /// <summary>The middle of some numbers.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The windows of the steps' losses of all epochs, in order.</summary>
    public static double[] Windows(Examination examination) => [.. examination.StepLosses.SelectMany(losses => losses.Windows)];

    private static double Square(double value) => value * value;
}
