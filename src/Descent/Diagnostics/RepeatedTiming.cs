using System.Diagnostics;

namespace Descent;

/// <summary>Times something short by doing it many times.</summary>
public static class RepeatedTiming
{
    private const int MostCalls = 1 << 28;

    /// <summary>Does something for so long: the just-in-time compiler optimises what is hot, in steps and in the background.</summary>
    public static void WarmUp(Action action, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(action);
        var started = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
    }

    /// <summary>Warms an action up and tells how many calls take about so long.</summary>
    public static int Calls(Action action, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(action);
        action();
        for (var calls = 1; ; calls *= 2)
        {
            var seconds = Seconds(action, calls);
            if (seconds * calls * 4 >= duration.TotalSeconds || calls > MostCalls / 2)
            {
                return (int)Math.Clamp(duration.TotalSeconds / Math.Max(seconds, 1e-10), 1, MostCalls);
            }
        }
    }

    /// <summary>The seconds of one call, as the mean of so many.</summary>
    public static double Seconds(Action action, int calls)
    {
        ArgumentNullException.ThrowIfNull(action);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds / calls;
    }

    /// <summary>
    /// The seconds of one call: the lowest mean of several parts, as what else the machine does only adds to a time.
    /// </summary>
    /// <param name="action">What is timed.</param>
    /// <param name="duration">How long in all, beside some warming up.</param>
    /// <param name="parts">In how many parts.</param>
    /// <param name="cancellation">Stops between two parts.</param>
    public static double Best(Action action, TimeSpan duration, int parts = 20, CancellationToken cancellation = default)
    {
        var calls = Calls(action, duration / parts);
        var best = double.PositiveInfinity;
        for (var part = 0; part < parts; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            best = Math.Min(best, Seconds(action, calls));
        }

        return best;
    }
}
