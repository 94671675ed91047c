using System.Globalization;

namespace Descent;

/// <summary>How trials did by the values of one thing that varied, whatever the others were: a hint where to look, no proof of a cause.</summary>
/// <param name="Path">What varied.</param>
/// <param name="Groups">Values, or ranges of them with as many trials in each, in order.</param>
public sealed record SweepEffect(string Path, IReadOnlyList<SweepEffectGroup> Groups)
{
    private const int MostGroups = 5;
    private const int Ranges = 3;

    /// <summary>What the medians of the groups differ by at most.</summary>
    public double Spread => Groups.Max(group => group.Median) - Groups.Min(group => group.Median);

    /// <summary>The effects of all that varied, the widest spread first; empty where trials are too few to tell.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trials">Its trials.</param>
    public static IReadOnlyList<SweepEffect> Of(Sweep sweep, IEnumerable<SweepTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var ranked = sweep.Ranked(trials);
        return ranked.Count < 2 * Ranges
            ? []
            : [.. sweep.Plan.Fields.Select(field => new SweepEffect(field.Path, Group(field.Path, ranked, sweep.HigherIsBetter)))
                .Where(effect => effect.Groups.Count > 1)
                .OrderByDescending(effect => effect.Spread)];
    }

    private static List<SweepEffectGroup> Group(string path, IReadOnlyList<SweepTrial> ranked, bool higherIsBetter)
    {
        var values = ranked.Select(trial => trial.Values[path]).Distinct().ToArray();
        if (!values.All(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            return values.Length > ranked.Count / 2 ? [] : [.. ranked.GroupBy(trial => trial.Values[path]).Select(group => One(group.Key, group))];
        }

        double Number(SweepTrial trial) => double.Parse(trial.Values[path], CultureInfo.InvariantCulture);
        var rising = ranked.OrderBy(Number).ToArray();
        return values.Length <= MostGroups
            ? [.. rising.GroupBy(trial => trial.Values[path]).Select(group => One(group.Key, group))]
            : [.. Enumerable.Range(0, Ranges)
                .Select(i => rising[(rising.Length * i / Ranges)..(rising.Length * (i + 1) / Ranges)])
                .Select(part => One($"{part[0].Values[path]}..{part[^1].Values[path]}", part))];

        SweepEffectGroup One(string values, IEnumerable<SweepTrial> trials)
        {
            double[] scores = [.. trials.Select(trial => trial.Score!.Value).Order()];
            var median = (scores[(scores.Length - 1) / 2] + scores[scores.Length / 2]) / 2;
            return new SweepEffectGroup(values, scores.Length, higherIsBetter ? scores[^1] : scores[0], median);
        }
    }
}

/// <summary>The trials of one value, or of some beside each other.</summary>
/// <param name="Values">The value, or the lowest and the highest.</param>
/// <param name="Trials">How many trials.</param>
/// <param name="Best">The best score.</param>
/// <param name="Median">The median score.</param>
public sealed record SweepEffectGroup(string Values, int Trials, double Best, double Median);
