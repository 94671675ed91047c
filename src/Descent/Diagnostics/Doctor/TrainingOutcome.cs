namespace Descent;

/// <summary>How well a model does at the end, on samples that it was trained on and on others.</summary>
/// <param name="Samples">How many training samples were looked at.</param>
/// <param name="TrainLoss">The mean loss on them, in evaluation.</param>
public sealed record TrainingOutcome(int Samples, double TrainLoss)
{
    private const int MostSamples = 300;
    private const int MostOthers = 1000;
    private const int Neighbours = 5;

    /// <summary>The mean loss on the validation part, or else the test part; null where there is neither.</summary>
    public double? HeldOutLoss { get; init; }

    /// <summary>The samples of that part that were looked at.</summary>
    public int HeldOutSamples { get; init; }

    /// <summary>The share of right answers or R2 on them; null where there are none, or the model predicts nothing.</summary>
    public double? HeldOutScore { get; init; }

    /// <summary>The share of right answers or R2 on the training samples; null where the model predicts nothing.</summary>
    public double? TrainScore { get; init; }

    /// <summary>The same score where each sample is answered by its nearest other training samples instead.</summary>
    public double? NeighbourScore { get; init; }

    internal static TrainingOutcome Of(Examination examination, TargetEncoding? target)
    {
        var (model, loss, train) = (examination.Model, examination.Loss, examination.Train);
        var own = Evaluator.Evaluate(model, loss, Some(train, MostSamples), target: target);
        var others = examination.Validation ?? examination.Test;
        var other = others is null ? null : Evaluator.Evaluate(model, loss, Some(others, MostOthers), target: target);
        return new TrainingOutcome(Math.Min(train.Count, MostSamples), own.Loss)
        {
            HeldOutLoss = other?.Loss,
            HeldOutSamples = Math.Min(others?.Count ?? 0, MostOthers),
            HeldOutScore = other is null ? null : Score(other),
            TrainScore = Score(own),
            NeighbourScore = NeighbourScores(Some(train, MostSamples), Some(train, MostOthers)),
        };
    }

    private static double? Score(Evaluation evaluation)
        => evaluation.Metrics.TryGetValue("accuracy", out var accuracy) ? accuracy : evaluation.Metrics.TryGetValue("r2", out var r2) ? r2 : null;

    private static Dataset Some(Dataset data, int most)
        => data.Count <= most ? data : data.Subset([.. Enumerable.Range(0, most).Select(i => (int)((long)i * data.Count / most))]);

    // Each sample by the nearest of those that are not itself; a sample that comes twice would tell itself.
    private static double? NeighbourScores(Dataset asked, Dataset known)
    {
        var width = asked.InputShape.Count;
        var (rows, columns) = (Inputs(asked), Inputs(known));
        var distances = Record.Without(() =>
        {
            var (x, y) = (Tensor.From<float>(rows, new Shape(asked.Count, width)), Tensor.From<float>(columns, new Shape(known.Count, width)));
            return ((x.MatMul(y, transposeOther: true) * -2.0) + (y * y).Sum(1).Reshape(1, known.Count)).ToArray<float>();
        });
        var (right, error, spread) = (0, 0.0, 0.0);
        var mean = asked.Task == TaskKind.Regression ? asked.Values.ToArray().Average(value => (double)value) : 0;
        for (var i = 0; i < asked.Count; i++)
        {
            var nearest = Nearest(distances.AsSpan(i * known.Count, known.Count), rows.AsSpan(i * width, width));
            if (asked.Task == TaskKind.Classification)
            {
                right += nearest.GroupBy(j => known.Labels[j]).OrderByDescending(votes => votes.Count()).First().Key == asked.Labels[i] ? 1 : 0;
            }
            else if (asked.OutputCount == 1)
            {
                error += Square(nearest.Average(j => known.Values[j]) - asked.Values[i]);
                spread += Square(asked.Values[i] - mean);
            }
        }

        return asked.Task == TaskKind.Classification ? (double)right / asked.Count : spread > 0 ? 1 - (error / spread) : null;
    }

    /// <summary>The places of the smallest distances, that of the sample itself and of its doubles left out.</summary>
    private static int[] Nearest(ReadOnlySpan<float> distances, ReadOnlySpan<float> sample)
    {
        var length = 0.0;
        foreach (var value in sample)
        {
            length += (double)value * value;
        }

        var (places, values) = (new int[Neighbours], new float[Neighbours]);
        Array.Fill(values, float.PositiveInfinity);
        for (var j = 0; j < distances.Length; j++)
        {
            if (distances[j] >= values[^1] || distances[j] + length <= 1e-6 * (1 + length))
            {
                continue;
            }

            var place = Neighbours - 1;
            for (; place > 0 && values[place - 1] > distances[j]; place--)
            {
                (values[place], places[place]) = (values[place - 1], places[place - 1]);
            }

            (values[place], places[place]) = (distances[j], j);
        }

        return places;
    }

    private static float[] Inputs(Dataset data)
    {
        var inputs = new float[data.Count * data.InputShape.Count];
        data.CopyInputs(Enumerable.Range(0, data.Count).ToArray(), inputs);
        return inputs;
    }

    private static double Square(double value) => value * value;
}
