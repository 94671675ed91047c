namespace Descent;

/// <summary>How well all features but one tell the target together: by nearest neighbours, and by a linear model on one half for the other.</summary>
internal static class OtherFeatures
{
    private const int MostNumbers = 300;
    private const int Voters = 5;
    private const double Ridge = 1e-3;

    /// <summary>The better share of right answers, or R2, of the two; 0 where no feature is left.</summary>
    public static double Score(DataSample sample, DataFeature without)
    {
        bool IsUsed(int c) => c < without.First || c >= without.First + without.Width;
        return Neighbours.Of(sample, IsUsed) is not { } neighbours ? 0 : Math.Max(ByNeighbours(neighbours), ByLinearModel(sample, IsUsed));
    }

    private static double ByNeighbours(Neighbours neighbours)
    {
        var (sample, samples) = (neighbours.Sample, neighbours.Samples);
        if (sample.Data.Task == TaskKind.Classification)
        {
            return (double)samples.Where((place, i) => neighbours.Majority(neighbours.Nearest[i].Take(Voters)) == sample.Label(place)).Count() / samples.Length;
        }

        return R2([.. samples.Select(place => (double)sample.Value(place))], [.. neighbours.Nearest.Select(near => near.Take(Voters).Average(place => (double)sample.Value(place)))]);
    }

    private static double ByLinearModel(DataSample sample, Func<int, bool> isUsed)
    {
        int[] used = [.. Enumerable.Range(0, sample.Columns.Length).Where(isUsed)];
        if (used.Length > MostNumbers || sample.Count < 4 * used.Length)
        {
            return 0;
        }

        var facts = Array.ConvertAll(used, c => ColumnFacts.Of(sample.Columns[c]));
        var isClasses = sample.Data.Task == TaskKind.Classification;
        var outputs = isClasses ? sample.Data.ClassCount : 1;
        var (size, answers) = (used.Length + 1, new double[sample.Count * outputs]);
        double Input(int i, int place) => place == used.Length ? 1 : facts[place].Deviation == 0 ? 0 : (sample.Columns[used[place]][i] - facts[place].Mean) / facts[place].Deviation;
        double Target(int i, int output) => isClasses ? sample.Label(i) == output ? 1 : 0 : sample.Value(i);
        var row = new double[size];
        for (var half = 0; half < 2; half++)
        {
            var (gram, right) = (new double[size * size], new double[size * outputs]);
            for (var i = 0; i < sample.Count; i++)
            {
                if (i % 2 == half)
                {
                    continue;
                }

                Fill(i);
                for (var a = 0; a < size; a++)
                {
                    for (var b = 0; b <= a; b++)
                    {
                        gram[(a * size) + b] += row[a] * row[b];
                    }

                    for (var output = 0; output < outputs; output++)
                    {
                        right[(a * outputs) + output] += row[a] * Target(i, output);
                    }
                }
            }

            Solve(gram, right, size, outputs, Ridge * sample.Count);
            for (var i = half; i < sample.Count; i += 2)
            {
                Fill(i);
                for (var a = 0; a < size; a++)
                {
                    for (var output = 0; output < outputs; output++)
                    {
                        answers[(i * outputs) + output] += row[a] * right[(a * outputs) + output];
                    }
                }
            }
        }

        if (!isClasses)
        {
            return R2([.. Enumerable.Range(0, sample.Count).Select(i => (double)sample.Value(i))], answers);
        }

        return Enumerable.Range(0, sample.Count).Average(i => Enumerable.Range(0, outputs).MaxBy(output => answers[(i * outputs) + output]) == sample.Label(i) ? 1.0 : 0.0);

        void Fill(int i)
        {
            for (var place = 0; place < size; place++)
            {
                row[place] = Input(i, place);
            }
        }
    }

    /// <summary>Solves (G + ridge I) X = R in place of R by Cholesky's decomposition; G is given by its lower half.</summary>
    private static void Solve(double[] gram, double[] right, int size, int outputs, double ridge)
    {
        for (var a = 0; a < size; a++)
        {
            gram[(a * size) + a] += ridge;
            for (var b = 0; b <= a; b++)
            {
                var sum = gram[(a * size) + b];
                for (var c = 0; c < b; c++)
                {
                    sum -= gram[(a * size) + c] * gram[(b * size) + c];
                }

                gram[(a * size) + b] = a == b ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / gram[(b * size) + b];
            }
        }

        for (var output = 0; output < outputs; output++)
        {
            for (var a = 0; a < size; a++)
            {
                for (var c = 0; c < a; c++)
                {
                    right[(a * outputs) + output] -= gram[(a * size) + c] * right[(c * outputs) + output];
                }

                right[(a * outputs) + output] /= gram[(a * size) + a];
            }

            for (var a = size - 1; a >= 0; a--)
            {
                for (var c = a + 1; c < size; c++)
                {
                    right[(a * outputs) + output] -= gram[(c * size) + a] * right[(c * outputs) + output];
                }

                right[(a * outputs) + output] /= gram[(a * size) + a];
            }
        }
    }

    private static double R2(double[] values, double[] answers)
    {
        var mean = values.Average();
        var (errors, spread) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            errors += (values[i] - answers[i]) * (values[i] - answers[i]);
            spread += (values[i] - mean) * (values[i] - mean);
        }

        return spread > 0 ? 1 - (errors / spread) : 0;
    }
}
