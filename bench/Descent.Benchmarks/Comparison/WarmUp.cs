namespace Descent.Benchmarks.Comparison;

/// <summary>
/// Runs something until it gets no quicker: the just-in-time compiler optimises what is hot in two steps, in the background and 100 ms
/// apart, and later where it has much to do.
/// </summary>
internal static class WarmUp
{
    private const int Least = 4;
    private const int Most = 20;
    private const int Parts = 5;
    private const int SteadyWindows = 2;
    private const double Quicker = 0.97;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it, for 0.4 s at least and some seconds at most.</summary>
    public static void UntilSteady(Action run)
    {
        var (best, steady) = (double.PositiveInfinity, 0);
        for (var window = 0; window < Most && (window < Least || steady < SteadyWindows); window++)
        {
            var seconds = RepeatedTiming.Best(run, Window, Parts);
            steady = seconds < Quicker * best ? 0 : steady + 1;
            best = Math.Min(best, seconds);
        }
    }
}
