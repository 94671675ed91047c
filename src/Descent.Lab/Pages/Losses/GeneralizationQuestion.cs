using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Losses;

/// <summary>What is asked about average and expected loss.</summary>
/// <param name="Samples">The number of points.</param>
/// <param name="Capacity">The degree of the polynomial.</param>
/// <param name="Noise">The standard deviation of the noise.</param>
/// <param name="Penalty">none, l1 or l2.</param>
/// <param name="Strength">The factor of the penalty.</param>
/// <param name="Early">Whether the training stops early.</param>
/// <param name="Seed">Decides which points are drawn.</param>
internal sealed record GeneralizationQuestion(
    int Samples = 20, int Capacity = 9, double Noise = 0.25, string Penalty = "none", double Strength = 0.01, bool Early = false, uint Seed = 1)
{
    private const int Draws = 4;

    private static readonly int[] SampleCounts = [6, 10, 15, 25, 40, 70, 120, 200, 400];
    private static readonly int[] Capacities = [0, 1, 2, 3, 4, 5, 7, 9, 12, 15];
    private static readonly double[] Strengths = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The experiment that is asked for.</summary>
    public GeneralizationExperiment Experiment() => new()
    {
        Samples = Limits.Within("samples", Samples, 4, 400),
        Capacity = Limits.Within("capacity", Capacity, 0, 20),
        Noise = Limits.Within("noise", Noise, 0, 2),
        L1 = Penalty == "l1" ? Limits.Within("strength", Strength, 0, 10) : 0,
        L2 = Penalty switch
        {
            "l2" => Limits.Within("strength", Strength, 0, 10),
            "l1" or "none" => 0,
            _ => throw new SpecificationException($"penalty must be none, l1 or l2, not '{Penalty}'."),
        },
        StopsEarly = Early,
        Seed = Seed,
    };

    /// <summary>The losses along one of its numbers, each the mean of some draws.</summary>
    public GeneralizationCurve Along(string what, CancellationToken cancellation)
    {
        var experiment = Experiment();
        (double Place, GeneralizationExperiment Experiment)[] all = what switch
        {
            "samples" => [.. SampleCounts.Select(n => ((double)n, experiment with { Samples = n }))],
            "capacity" => [.. Capacities.Select(n => ((double)n, experiment with { Capacity = n }))],
            "strength" => [.. Strengths.Select(n => (n, (this with { Strength = n, Penalty = Penalty == "none" ? "l2" : Penalty }).Experiment()))],
            _ => throw new SpecificationException($"There is no way along '{what}'; there are samples, capacity and strength."),
        };
        var means = Array.ConvertAll(all, one => one.Experiment.Mean(Draws, cancellation));
        return new GeneralizationCurve(
            what, [.. all.Select(one => one.Place)], [.. means.Select(mean => mean.Average)], [.. means.Select(mean => mean.Expected)],
            experiment.LeastLoss, Draws);
    }
}

/// <summary>Average and expected loss along something.</summary>
/// <param name="Along">samples, capacity or strength.</param>
/// <param name="Places">Its values.</param>
/// <param name="Average">The average loss over the sample.</param>
/// <param name="Expected">The expected loss.</param>
/// <param name="Least">The loss that no model is below.</param>
/// <param name="Draws">How many draws each is the mean of.</param>
internal sealed record GeneralizationCurve(string Along, double[] Places, double[] Average, double[] Expected, double Least, int Draws);
