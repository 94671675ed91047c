namespace Descent;

/// <summary>Measures a model on samples, without recording and without changing it.</summary>
public static class Evaluator
{
    /// <summary>The samples that are computed at once unless said otherwise.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>The loss, the metrics that fit the task, and every prediction.</summary>
    /// <remarks>Embeddings predict nothing by themselves: for their losses there is the loss alone.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="loss">The loss that it was trained with; it says what the outputs are.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">The samples computed at once.</param>
    /// <param name="target">How a regression target goes back to its own unit; null where it is in it.</param>
    /// <param name="temperature">What logits are divided by, see <see cref="TemperatureScaling"/>; 1 leaves them.</param>
    public static Evaluation Evaluate(
        Layer model, Loss loss, Dataset data, int batchSize = DefaultBatchSize, TargetEncoding? target = null, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(data);
        var outputs = model.OutputShape(data.InputShape).Count;
        var predicts = loss.Expects != Expectation.Embeddings;
        var width = !predicts ? 0 : data.Task == TaskKind.Classification ? data.ClassCount : data.OutputCount;
        var predicted = new double[data.Count * width];
        var (sum, weight) = (0.0, 0.0);
        foreach (var batch in new Batches(data, batchSize, shuffle: false) { Prefetch = 0 }.Epoch(0))
        {
            var (total, rows) = Record.Without(() =>
            {
                var output = Scaled(model.Forward(batch.ToTensor()), temperature);
                return (loss.Total(output, Targets.For(loss, batch, data, outputs)), predicts ? Readable(output, loss, data.Task) : []);
            });
            sum += total.Sum.Item();
            weight += total.Weight;
            rows.CopyTo(predicted, (long)batch.Index * Math.Min(batchSize, data.Count) * width);
        }

        var mean = weight == 0 ? 0 : sum / weight;
        if (!predicts)
        {
            return new Evaluation(mean, new Dictionary<string, double>(), Predictions.None);
        }

        if (target is not null)
        {
            for (var i = 0; i < predicted.Length; i++)
            {
                predicted[i] = target.Decode(predicted[i]);
            }
        }

        var outcome = Tensor.From(predicted, data.Count, width);
        var predictions = data.Task == TaskKind.Classification
            ? Predictions.Classes(outcome, data.Labels.ToArray(), data.ClassNames)
            : Predictions.Values(outcome, Tensor.From(Decoded(data.Values, target), data.Count, width), data.TargetNames);
        return new Evaluation(mean, StandardMetrics.Compute(predictions), predictions);
    }

    /// <summary>What the model puts out for each sample, such as logits: [samples, outputs].</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">The samples computed at once.</param>
    public static Tensor Outputs(Layer model, Dataset data, int batchSize = DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var width = model.OutputShape(data.InputShape).Count;
        var outputs = new double[data.Count * width];
        var done = 0;
        foreach (var batch in new Batches(data, batchSize, shuffle: false) { Prefetch = 0 }.Epoch(0))
        {
            var rows = Record.Without(() => model.Forward(batch.ToTensor())).ToDoubles();
            rows.CopyTo(outputs, done);
            done += rows.Length;
        }

        return Tensor.From(outputs, data.Count, width);
    }

    /// <summary>Logits divided by a temperature; 1 leaves them as they are.</summary>
    internal static Tensor Scaled(Tensor output, double temperature) => temperature == 1 ? output : output / temperature;

    /// <summary>A model's outputs as people read them: a probability for each class, or values.</summary>
    /// <param name="output">The outputs of a batch, [n, outputs].</param>
    /// <param name="loss">The loss that says what they are.</param>
    /// <param name="task">The task.</param>
    /// <returns>n rows of one probability for each class, or of values.</returns>
    public static double[] Readable(Tensor output, Loss loss, TaskKind task)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(loss);
        var rows = Head(output, loss, task).ToDoubles();
        return task == TaskKind.Classification && output.Shape[-1] == 1 ? [.. rows.SelectMany(p => new[] { 1 - p, p })] : rows;
    }

    /// <summary>Outputs as values, or as probabilities: one for each class, or of the second class alone where there is one output.</summary>
    internal static Tensor Head(Tensor output, Loss loss, TaskKind task)
        => task == TaskKind.Regression
            ? loss.ToValues(output)
            : loss.Expects switch
            {
                Expectation.Probabilities => output,
                Expectation.LogProbabilities => output.Exp(),
                Expectation.Logits when output.Shape[-1] > 1 && loss.Target != TargetKind.Binary => output.Softmax(-1),
                Expectation.Values => output.Clamp(0, 1),
                _ => output.Sigmoid(),
            };

    private static double[] Decoded(ReadOnlySpan<float> values, TargetEncoding? target)
    {
        var decoded = new double[values.Length];
        for (var i = 0; i < decoded.Length; i++)
        {
            decoded[i] = target?.Decode(values[i]) ?? values[i];
        }

        return decoded;
    }
}
