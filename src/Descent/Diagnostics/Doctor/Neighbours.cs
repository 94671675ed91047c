namespace Descent;

/// <summary>
/// The nearest other training samples of some training samples: what the data itself would answer, without any model. Columns count alike,
/// and the numbers of an image by one scale.
/// </summary>
internal sealed class Neighbours
{
    private const int MostRows = 2000;
    private const int FewestRows = 20;
    private const int ImageValues = 100;
    private const float Limit = 5;

    private readonly float[] inputs;
    private readonly int width;

    private Neighbours(DataSample sample, Func<int, bool> isUsed)
    {
        Sample = sample;
        int[] used = [.. Enumerable.Range(0, sample.Columns.Length).Where(isUsed)];
        width = used.Length;
        inputs = new float[sample.Count * width];
        var image = sample.Features.Count == 0 ? ColumnFacts.Of([.. sample.Columns.SelectMany(column => column.Take(ImageValues))]) : null;
        for (var place = 0; place < width; place++)
        {
            var column = sample.Columns[used[place]];
            var facts = image ?? ColumnFacts.Of(column);

            // The two values of a flag are a deviation apart, however rare one of them is.
            var unit = facts.Distinct == 2 ? facts.Deviation / Math.Sqrt(facts.ModeShare * (1 - facts.ModeShare)) : facts.Deviation;
            for (var i = 0; i < sample.Count && unit > 0; i++)
            {
                inputs[(i * width) + place] = Math.Clamp((float)((column[i] - facts.Mean) / unit), -Limit, Limit);
            }
        }

        Samples = DataSample.Draw(sample.Count, MostRows, "doctor neighbours");
        Nearest = Find(Samples, Samples, Math.Clamp(sample.Count / 10, 5, 20));
    }

    /// <summary>Where the samples are from.</summary>
    public DataSample Sample { get; }

    /// <summary>The samples that were looked at, as places in <see cref="Sample"/>.</summary>
    public int[] Samples { get; }

    /// <summary>The places in <see cref="Sample"/> of the neighbours of each, nearest first; up to 20 of them, a tenth of what there is.</summary>
    public int[][] Nearest { get; }

    /// <summary>Finds them; null where there are too few samples, or no numbers to be near by.</summary>
    /// <param name="sample">Where to look.</param>
    /// <param name="isUsed">Which numbers of an input count; all unless given.</param>
    public static Neighbours? Of(DataSample sample, Func<int, bool>? isUsed = null)
        => sample.Count < FewestRows || (isUsed is not null && !Enumerable.Range(0, sample.Columns.Length).Any(isUsed)) ? null
            : new Neighbours(sample, isUsed ?? (_ => true));

    /// <summary>The nearest of some samples to each of others, itself left out.</summary>
    public int[][] Find(int[] asked, int[] among, int most)
    {
        var distances = Record.Without(() =>
        {
            Tensor x = Matrix(asked), y = Matrix(among);
            return ((x.MatMul(y, transposeOther: true) * -2.0) + (y * y).Sum(1).Reshape(1, among.Length)).ToArray<float>();
        });
        return [.. asked.Select((self, i) => Smallest(distances.AsSpan(i * among.Length, among.Length), among, self, most))];
    }

    /// <summary>The label that most of some samples have.</summary>
    public int Majority(IEnumerable<int> places)
    {
        var votes = new int[Sample.Data.ClassCount];
        foreach (var place in places)
        {
            votes[Sample.Label(place)]++;
        }

        return Array.IndexOf(votes, votes.Max());
    }

    private Tensor Matrix(int[] places)
    {
        var rows = new float[places.Length * width];
        for (var i = 0; i < places.Length; i++)
        {
            inputs.AsSpan(places[i] * width, width).CopyTo(rows.AsSpan(i * width));
        }

        return Tensor.From<float>(rows, new Shape(places.Length, width));
    }

    private static int[] Smallest(ReadOnlySpan<float> distances, int[] among, int self, int most)
    {
        var count = 0;
        var places = new int[most];
        for (var place = 0; place < distances.Length; place++)
        {
            if (among[place] == self || (count == most && distances[place] >= distances[places[most - 1]]))
            {
                continue;
            }

            var at = count < most ? count++ : most - 1;
            while (at > 0 && distances[places[at - 1]] > distances[place])
            {
                places[at] = places[at - 1];
                at--;
            }

            places[at] = place;
        }

        return [.. places[..count].Select(place => among[place])];
    }
}
