namespace Descent.Cli.Benchmarks;

/// <summary>Something that <c>descent bench</c> times.</summary>
/// <param name="Kind">operation or training.</param>
/// <param name="Name">What it is.</param>
/// <param name="Samples">The samples that it goes through; 0 where there are none.</param>
/// <param name="Make">Makes it, with its memory: what is timed, and what that takes at least.</param>
internal sealed record QuickBenchmark(string Kind, string Name, int Samples, Func<(Action Run, OperationCost Cost)> Make)
{
    /// <summary>Times it.</summary>
    public QuickResult Run(TimeSpan duration, MachinePeak peak, CancellationToken cancellation)
    {
        var (run, cost) = Make();
        RepeatedTiming.WarmUp(run, duration / 2);
        var seconds = RepeatedTiming.Best(run, duration / 2, cancellation: cancellation);
        return new QuickResult(this, seconds, cost, peak.LeastSeconds(cost), peak.IsBoundByArithmetic(cost));
    }
}

/// <summary>What was timed.</summary>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Seconds">The time of one call.</param>
/// <param name="Cost">What a call takes at least.</param>
/// <param name="LeastSeconds">The time that the machine's roofline allows.</param>
/// <param name="IsBoundByArithmetic">Whether the arithmetic decides that time, not the memory.</param>
internal sealed record QuickResult(
    QuickBenchmark Benchmark, double Seconds, OperationCost Cost, double LeastSeconds, bool IsBoundByArithmetic)
{
    /// <summary>The roofline's time by the time taken.</summary>
    public double Fraction => LeastSeconds / Seconds;
}
