namespace Descent.Cli.Rendering;

/// <summary>A curve in one line of block characters.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws values, averaged down to a width, on a scale from the smallest to the largest given.</summary>
    public static string Draw(IReadOnlyList<double> values, int width, double smallest, double largest)
    {
        var columns = Math.Min(width, values.Count);
        var span = largest - smallest;
        return string.Create(Math.Max(0, columns), values, (line, all) =>
        {
            for (var column = 0; column < line.Length; column++)
            {
                var (from, to) = (column * all.Count / line.Length, (column + 1) * all.Count / line.Length);
                var mean = 0.0;
                for (var i = from; i < to; i++)
                {
                    mean += all[i] / (to - from);
                }

                var level = span > 0 ? (mean - smallest) / span * (Levels.Length - 1) : 0;
                line[column] = double.IsFinite(level) ? Levels[Math.Clamp((int)Math.Round(level), 0, Levels.Length - 1)] : ' ';
            }
        });
    }
}
