using Descent.Kernels;

namespace Descent;

/// <summary>Finds samples that come in the order of what is to be predicted, in batches that are not shuffled.</summary>
public sealed class SortedNotShuffled : FindingRule
{
    private const double Effect = 0.2;
    private const int Shuffles = 19;
    private const int MostSamples = 50_000;

    /// <summary>How sorted-not-shuffled describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "sorted-not-shuffled",
        Summary = "Samples come in the order of their targets and are not shuffled: each step learns one answer and forgets the others.",
        FormulaText = "share of the target's variance that lies between batches - the same in 19 random orders > 0.2, and above all of them",
        Expects = "whether epochs are shuffled, the order of the training samples, and the batch size; of classes, the variance of their indicators",
        Source = "Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, section 3.3; Bottou, Stochastic gradient descent tricks, 2012",
        Caveats = "An order that has nothing to do with the target does no harm, nor does one batch of all samples.",
        Create = _ => new SortedNotShuffled(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var data = examination.Train;
        var batch = examination.BatchSize * Math.Max(1, examination.Recipe?.Accumulate ?? 1);
        var count = Math.Min(data.Count, MostSamples);
        if (examination.Shuffles || batch < 1 || count < 2 * batch)
        {
            yield break;
        }

        var order = Enumerable.Range(0, count).ToArray();
        var share = BetweenBatches(data, order, batch);
        var (random, highest) = (0.0, 0.0);
        var stream = new RandomKey(0, "doctor order").Stream();
        for (var i = 0; i < Shuffles; i++)
        {
            stream.Shuffle(order);
            var other = BetweenBatches(data, order, batch);
            (random, highest) = (random + (other / Shuffles), Math.Max(highest, other));
        }

        if (!(share - random > Effect) || !(share > highest))
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Sorted samples that are not shuffled")
        {
            Where = "the order of the training samples",
            Evidence = FormattableString.Invariant($"{share:P0} of the target's variance lies between batches of {batch}; in a random order it is {random:P0}"),
            Numbers = [new("share between batches", share), new("share in random order", random), new("batch size", batch), new("threshold", Effect)],
            Meaning = "The gradient of a batch stands for all samples only if the batch is a fair draw. Here each pulls to its own answer, and the last ones of an epoch win.",
            Remedy = new Remedy(
                "Shuffle: shuffle yes in a recipe, Shuffle = true in code, so that each epoch has a new order.", recipe => recipe with { Shuffle = null }),
        };
    }

    /// <summary>The variance of the batches' means as a share of the whole variance, over the indicators of the classes or the values.</summary>
    private static double BetweenBatches(Dataset data, int[] order, int batch)
    {
        var isClasses = data.Task == TaskKind.Classification;
        var width = data.OutputCount;
        var (means, squares, sums) = (new double[width], new double[width], new double[width]);
        var between = new double[width];
        for (var start = 0; start < order.Length; start += batch)
        {
            var end = Math.Min(order.Length, start + batch);
            Array.Clear(sums);
            for (var i = start; i < end; i++)
            {
                if (isClasses)
                {
                    sums[data.Labels[order[i]]]++;
                    squares[data.Labels[order[i]]]++;
                    continue;
                }

                for (var output = 0; output < width; output++)
                {
                    double value = data.Values[(order[i] * width) + output];
                    sums[output] += value;
                    squares[output] += value * value;
                }
            }

            for (var output = 0; output < width; output++)
            {
                means[output] += sums[output];
                between[output] += sums[output] * sums[output] / (end - start);
            }
        }

        var (explained, whole) = (0.0, 0.0);
        for (var output = 0; output < width; output++)
        {
            var correction = means[output] * means[output] / order.Length;
            var variance = squares[output] - correction;
            if (variance > 1e-9 * squares[output])
            {
                // Of several values each counts alike, whatever its unit; classes count by their shares.
                var scale = isClasses ? 1 : variance;
                explained += (between[output] - correction) / scale;
                whole += variance / scale;
            }
        }

        return whole == 0 ? 0 : explained / whole;
    }
}
