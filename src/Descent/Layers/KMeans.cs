using Descent.Kernels;

namespace Descent;

/// <summary>What <see cref="KMeans"/> found.</summary>
/// <param name="Centres">The centres [k, d], of the samples' type.</param>
/// <param name="Labels">The nearest centre of each sample, Int32 [n].</param>
/// <param name="Inertias">The sum of squared distances to the nearest centre at each iteration; it never rises.</param>
/// <param name="Converged">Whether the last iteration moved no sample to another centre.</param>
public sealed record KMeansResult(Tensor Centres, Tensor Labels, IReadOnlyList<double> Inertias, bool Converged);

/// <summary>
/// Groups of near samples: k centres such that the sum of squared distances to the nearest is small. Seeded by k-means++ (each next
/// centre is a sample, drawn with a probability that grows with its squared distance to those before), improved by Lloyd's rounds: every
/// sample goes to its nearest centre, of two equally near ones to the first, and every centre to the mean of its samples. A centre that
/// loses all goes to the sample that is farthest from its own. The same seed gives the same bits on every machine.
/// </summary>
/// <remarks>
/// Sources: Lloyd, Least squares quantization in PCM, 1982; Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, 2007.
/// </remarks>
public sealed class KMeans
{
    private readonly int clusters;
    private readonly ulong seed;
    private readonly int maxIterations;

    /// <summary>A grouping.</summary>
    /// <param name="clusters">The centres k.</param>
    /// <param name="seed">The seed of the first centres.</param>
    /// <param name="maxIterations">The most rounds.</param>
    /// <exception cref="SpecificationException">The clusters or the rounds are below 1.</exception>
    public KMeans(int clusters, ulong seed = 0, int maxIterations = 300)
    {
        if (clusters < 1 || maxIterations < 1)
        {
            throw new SpecificationException($"k-means needs at least 1 cluster and 1 iteration, not {clusters} and {maxIterations}.");
        }

        (this.clusters, this.seed, this.maxIterations) = (clusters, seed, maxIterations);
    }

    /// <summary>Finds the centres of samples [n, d].</summary>
    /// <exception cref="ShapeException">The samples are no rows of numbers, or fewer than the clusters.</exception>
    /// <exception cref="DataException">A number is not finite.</exception>
    public KMeansResult Fit(Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Shape.Rank != 2 || !samples.Type.IsFloating() || samples.Shape[0] < clusters || samples.Shape[1] < 1)
        {
            throw new ShapeException(
                $"k-means of {clusters} clusters needs at least as many floating samples [n, d], not {samples.Type} {samples.Shape}.");
        }

        var (x, width) = (samples.ToDoubles(), samples.Shape[1]);
        var bad = Array.FindIndex(x, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new DataException($"k-means: feature {bad % width} of sample {bad / width} is {x[bad]}; numbers must be finite.");
        }

        var run = new Run(x, width, clusters);
        run.Seed(new RandomKey(seed, "k-means").Stream());
        var (inertias, converged) = (new List<double>(), false);
        while (!converged && inertias.Count < maxIterations)
        {
            converged = !run.Assign(out var inertia);
            inertias.Add(inertia);
            if (!converged)
            {
                run.Move();
            }
        }

        return new KMeansResult(
            Tensor.From<double>(run.Centres, new Shape(clusters, width)).To(samples.Type),
            Tensor.From<int>(run.Labels, new Shape(run.Labels.Length)), inertias, converged);
    }

    private sealed class Run(double[] x, int width, int clusters)
    {
        private readonly int count = x.Length / width;
        private readonly double[] distances = new double[x.Length / width * clusters];
        private readonly double[] nearest = new double[x.Length / width];

        public double[] Centres { get; } = new double[clusters * width];

        public int[] Labels { get; } = [.. Enumerable.Repeat(-1, x.Length / width)];

        public void Seed(RandomStream random)
        {
            Take(0, random.NextInt(count));
            Array.Fill(nearest, double.PositiveInfinity);
            for (var centre = 1; centre < clusters; centre++)
            {
                var to = new double[count];
                SquaredDistances.Run<double>(x, Centre(centre - 1), width, to);
                var total = 0.0;
                for (var i = 0; i < count; i++)
                {
                    total += nearest[i] = Math.Min(nearest[i], to[i]);
                }

                Take(centre, total > 0 ? Draw(random.NextDouble() * total) : random.NextInt(count));
            }
        }

        /// <summary>Gives every sample its nearest centre; false where none has another than before.</summary>
        public bool Assign(out double inertia)
        {
            SquaredDistances.Run<double>(x, Centres, width, distances);
            var moved = false;
            inertia = 0;
            for (var i = 0; i < count; i++)
            {
                var row = distances.AsSpan(i * clusters, clusters);
                var best = 0;
                for (var centre = 1; centre < clusters; centre++)
                {
                    best = row[centre] < row[best] ? centre : best;
                }

                moved |= Labels[i] != best;
                (Labels[i], nearest[i]) = (best, row[best]);
                inertia += row[best];
            }

            return moved;
        }

        /// <summary>Puts every centre in the mean of its samples.</summary>
        public void Move()
        {
            var members = new int[clusters];
            Array.Clear(Centres);
            for (var i = 0; i < count; i++)
            {
                members[Labels[i]]++;
                var centre = Centre(Labels[i]);
                for (var feature = 0; feature < width; feature++)
                {
                    centre[feature] += x[(i * width) + feature];
                }
            }

            for (var centre = 0; centre < clusters; centre++)
            {
                if (members[centre] == 0)
                {
                    var farthest = Array.IndexOf(nearest, nearest.Max());
                    Take(centre, farthest);
                    nearest[farthest] = 0;
                    continue;
                }

                foreach (ref var feature in Centre(centre))
                {
                    feature /= members[centre];
                }
            }
        }

        private Span<double> Centre(int index) => Centres.AsSpan(index * width, width);

        private void Take(int centre, int sample) => x.AsSpan(sample * width, width).CopyTo(Centre(centre));

        /// <summary>The sample at a place of the summed distances.</summary>
        private int Draw(double place)
        {
            var last = 0;
            for (var i = 0; i < count; i++)
            {
                if (nearest[i] > 0)
                {
                    last = i;
                    place -= nearest[i];
                    if (place < 0)
                    {
                        break;
                    }
                }
            }

            return last;
        }
    }
}
