using System.Globalization;

namespace Descent;

/// <summary>The losses over growing rates, and the rate that they suggest.</summary>
/// <param name="Points">The rates that were tried, from low to high.</param>
/// <param name="Suggested">A rate to train with; null where the loss fell nowhere.</param>
/// <param name="Reason">Why this one, in a sentence.</param>
/// <param name="DivergedAt">The rate at which the loss had risen too far or was no longer finite; null if it never was.</param>
public sealed record RateSweep(IReadOnlyList<RateTried> Points, double? Suggested, string Reason, double? DivergedAt)
{
    // The averaged loss lags behind the rate, and a training is longer than a sweep. On the problems of the tests a third of the rate up to
    // which the loss falls, and no more than a tenth of where it runs away, trains better than ten times more or less.
    private const double ShareOfHighest = 1.0 / 3;
    private const double ShareOfDivergence = 0.1;

    // How far above its least, as a share of its fall, the loss still counts as lowest.
    private const double Tolerance = 0.05;

    /// <summary>The steps after which the average tells the level that the loss begins from, and not its first batches.</summary>
    internal const int Settling = 10;

    // A fall by less than this share of the first loss is noise.
    private const double LeastFall = 0.02;

    internal static RateSweep Of(IReadOnlyList<RateTried> points, double? divergedAt)
    {
        var settled = Math.Min(Settling, points.Count) - 1;
        var (level, lowest) = (points[settled].Smoothed, points.Skip(settled).MinBy(point => point.Smoothed)!);
        var fall = level - lowest.Smoothed;
        if (!(fall >= LeastFall * Math.Abs(level)))
        {
            return new RateSweep(points, null, divergedAt is null
                ? "the loss fell at no rate: try higher ones, or look for a mistake in data, loss or model"
                : "the loss rose before it had fallen: try lower rates, or look for a mistake in data, loss or model", divergedAt);
        }

        var highest = points.Skip(lowest.Step - 1).TakeWhile(point => point.Smoothed <= lowest.Smoothed + (Tolerance * fall)).Last().Rate;
        var (third, tenth) = (highest * ShareOfHighest, divergedAt * ShareOfDivergence);
        return tenth < third
            ? new RateSweep(points, Rounded(tenth.Value), $"a tenth of {Shown(divergedAt!.Value)}, where the loss runs away", divergedAt)
            : new RateSweep(points, Rounded(third), $"a third of {Shown(highest)}, up to which the loss falls", divergedAt);
    }

    // More than two digits would promise what a sweep cannot tell.
    private static double Rounded(double rate) => double.Parse(Shown(rate), CultureInfo.InvariantCulture);

    private static string Shown(double rate) => rate.ToString("G2", CultureInfo.InvariantCulture);
}
