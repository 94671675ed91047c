namespace Descent;

/// <summary>The loss of the best answer that is the same for every sample: by the frequencies of the classes, or a mean or median.</summary>
internal static class BaselineLoss
{
    private const int MostSamples = 2000;

    /// <summary>The loss; null where such an answer cannot be given, as for points in a space.</summary>
    public static double? Of(Loss loss, Dataset data, Layer model) => Best(loss, data, model, Answers);

    /// <summary>
    /// The loss of an answer that holds all classes for equally likely, as first weights give it: ln C for cross-entropy. Null where there are
    /// no classes.
    /// </summary>
    public static double? OfEven(Loss loss, Dataset data, Layer model)
        => data.Task == TaskKind.Classification && loss.Expects != Expectation.Embeddings ? Best(loss, data, model, Even) : null;

    private static double? Best(Loss loss, Dataset data, Layer model, Func<Loss, Dataset, int, IEnumerable<float[]>> answers)
    {
        try
        {
            var outputs = model.OutputShape(data.InputShape).Count;
            var rows = Enumerable.Range(0, Math.Min(data.Count, MostSamples)).Select(i => (int)((long)i * data.Count / Math.Min(data.Count, MostSamples))).ToArray();
            var batch = new Batch(data, rows.Length);
            batch.Fill(data, rows, 0, together: false);
            var target = Targets.For(loss, batch, data, outputs);
            double? best = null;
            foreach (var answer in answers(loss, data, outputs))
            {
                var prediction = Tensor.From<float>(Enumerable.Repeat(answer, rows.Length).SelectMany(row => row).ToArray(), new Shape(rows.Length, outputs));
                var total = Record.Without(() => loss.Total(prediction, target));
                var mean = total.Weight == 0 ? double.NaN : total.Sum.Item() / total.Weight;
                best = double.IsFinite(mean) && !(mean >= best) ? mean : best;
            }

            return best;
        }
        catch (DescentException)
        {
            return null;
        }
    }

    private static IEnumerable<float[]> Even(Loss loss, Dataset data, int outputs)
    {
        var each = loss.Expects switch
        {
            Expectation.LogProbabilities => -MathF.Log(outputs),
            Expectation.Probabilities => 1f / Math.Max(2, outputs),
            _ => 0,
        };
        yield return [.. Enumerable.Repeat(each, outputs)];
    }

    private static IEnumerable<float[]> Answers(Loss loss, Dataset data, int outputs)
        => loss.Expects == Expectation.Embeddings ? []
            : data.Task == TaskKind.Regression ? ForValues(data, outputs)
            : ForClasses(loss, data, outputs);

    private static IEnumerable<float[]> ForValues(Dataset data, int outputs)
    {
        // A second output for each value, where there is one, is the logarithm of a variance: that of the targets.
        var width = data.OutputCount;
        var columns = Enumerable.Range(0, width).Select(c => Enumerable.Range(0, data.Count).Select(i => data.Values[(i * width) + c]).Order().ToArray()).ToArray();
        static float Variance(float[] column)
        {
            var mean = column.Average();
            return column.Average(value => (value - mean) * (value - mean));
        }

        IEnumerable<float> Rest() => Enumerable.Range(0, outputs - width).Select(i => MathF.Log(Math.Max(1e-6f, Variance(columns[i % width]))));
        yield return [.. columns.Select(column => column.Average()), .. Rest()];
        yield return [.. columns.Select(column => column[column.Length / 2]), .. Rest()];

        // Some losses take logarithms of what is counted.
        yield return [.. columns.Select(column => MathF.Log(Math.Max(1e-6f, column.Average()))), .. Rest()];
    }

    private static IEnumerable<float[]> ForClasses(Loss loss, Dataset data, int outputs)
    {
        var shares = data.ClassCounts().Select(count => Math.Max(1e-6, (double)count / data.Count)).ToArray();
        double[] each = outputs == 1 ? [shares[^1]] : shares;
        static double Logit(double p) => Math.Log(p / (1 - Math.Min(p, 1 - 1e-6)));
        IEnumerable<double> values = loss.Expects switch
        {
            Expectation.LogProbabilities => each.Select(p => Math.Log(p)),
            Expectation.Logits when outputs > 1 && loss.Target != TargetKind.Binary => each.Select(p => Math.Log(p)),
            Expectation.Logits => each.Select(Logit),
            Expectation.Scores => each.Select(p => p >= 0.5 ? 1.0 : -1.0),
            _ => each,
        };
        yield return [.. values.Select(value => (float)value)];
        if (loss.Expects == Expectation.Scores)
        {
            yield return [.. each.Select(_ => 0f)];
        }
    }
}
