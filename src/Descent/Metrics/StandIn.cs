#pragma warning disable CS1591
namespace Descent;

public sealed record Predictions(TaskKind Task, int Width, double[] Outputs, int[] Labels, double[] Values, IReadOnlyList<string> ClassNames);

public static class StandardMetrics
{
    public static IReadOnlyDictionary<string, double> Compute(Predictions p)
    {
        if (p.Task == TaskKind.Classification)
        {
            var right = 0;
            for (var i = 0; i < p.Labels.Length; i++)
            {
                var row = p.Outputs.AsSpan(i * p.Width, p.Width);
                right += row.IndexOf(row.ToArray().Max()) == p.Labels[i] ? 1 : 0;
            }

            return new Dictionary<string, double> { ["accuracy"] = (double)right / p.Labels.Length };
        }

        var mean = p.Values.Average();
        var ss = p.Values.Select((v, i) => Math.Pow(v - p.Outputs[i], 2)).Sum();
        return new Dictionary<string, double> { ["rmse"] = Math.Sqrt(ss / p.Values.Length), ["r2"] = 1 - (ss / p.Values.Sum(v => Math.Pow(v - mean, 2))) };
    }
}
