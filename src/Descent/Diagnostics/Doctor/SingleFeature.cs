namespace Descent;

/// <summary>How well a feature alone tells the target: by the other samples that have its value, or one close to it.</summary>
internal static class SingleFeature
{
    private const int MostValues = 50;
    private const int FewestInBin = 10;

    /// <summary>The share of right answers, or R2, where each sample is answered by the majority or mean of the others in its bin.</summary>
    public static double Score(DataSample sample, DataFeature feature)
    {
        var (bins, count) = Bins(sample, feature);
        return sample.Data.Task == TaskKind.Classification ? Accuracy(sample, bins, count)
            : Enumerable.Range(0, sample.Data.OutputCount).Max(output => R2(sample, output, bins, count));
    }

    /// <summary>Each value a bin of its own where there are few, else so many bins of as many samples each.</summary>
    private static (int[] Bins, int Count) Bins(DataSample sample, DataFeature feature)
    {
        var bins = new int[sample.Count];
        if (feature.Width > 1)
        {
            for (var i = 0; i < bins.Length; i++)
            {
                bins[i] = Enumerable.Range(0, feature.Width).MaxBy(c => sample.Columns[feature.First + c][i]);
            }

            return (bins, feature.Width);
        }

        var column = sample.Columns[feature.First];
        var order = Enumerable.Range(0, bins.Length).ToArray();
        Array.Sort(column.ToArray(), order);
        var distinct = 1;
        for (var i = 1; i < order.Length; i++)
        {
            distinct += column[order[i]] == column[order[i - 1]] ? 0 : 1;
        }

        var most = distinct <= MostValues ? distinct : Math.Clamp(bins.Length / FewestInBin, 2, MostValues);
        for (int i = 1, bin = 0; i < order.Length; i++)
        {
            // Equal values stay together.
            var isNew = column[order[i]] != column[order[i - 1]];
            bin = !isNew ? bin : distinct <= MostValues ? bin + 1 : Math.Max(bin, (int)((long)i * most / order.Length));
            bins[order[i]] = bin;
        }

        return (bins, most);
    }

    private static double Accuracy(DataSample sample, int[] bins, int count)
    {
        var classes = sample.Data.ClassCount;
        var votes = new int[count, classes];
        for (var i = 0; i < bins.Length; i++)
        {
            votes[bins[i], sample.Label(i)]++;
        }

        var right = 0;
        for (var i = 0; i < bins.Length; i++)
        {
            var (own, others) = (votes[bins[i], sample.Label(i)] - 1, 0);
            for (var label = 0; label < classes; label++)
            {
                others = label == sample.Label(i) ? others : Math.Max(others, votes[bins[i], label]);
            }

            right += own > others ? 1 : 0;
        }

        return (double)right / bins.Length;
    }

    private static double R2(DataSample sample, int output, int[] bins, int count)
    {
        var (sums, counts) = (new double[count], new int[count]);
        for (var i = 0; i < bins.Length; i++)
        {
            sums[bins[i]] += sample.Value(i, output);
            counts[bins[i]]++;
        }

        var mean = sums.Sum() / bins.Length;
        var (errors, spread) = (0.0, 0.0);
        for (var i = 0; i < bins.Length; i++)
        {
            var value = sample.Value(i, output);
            var others = counts[bins[i]] == 1 ? mean : (sums[bins[i]] - value) / (counts[bins[i]] - 1);
            errors += (value - others) * (value - others);
            spread += (value - mean) * (value - mean);
        }

        return spread > 0 ? 1 - (errors / spread) : 0;
    }
}
