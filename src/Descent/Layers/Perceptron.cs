namespace Descent;

/// <summary>How a perceptron's training went.</summary>
/// <param name="Mistakes">The samples that were classified wrongly in each epoch, as they came.</param>
/// <param name="Converged">Whether the last epoch had no mistake: the classes are separated.</param>
public sealed record PerceptronFit(IReadOnlyList<int> Mistakes, bool Converged);

/// <summary>
/// Rosenblatt's classifier of two classes, y = 1 where w x + b >= 0, else 0, with its own learning rule: at each mistake w grows by
/// rate (t - y) x and b by rate (t - y). Where a line (a plane, ...) separates the classes it finds one after finitely many mistakes; where
/// none does, as for XOR, it never ends by itself.
/// </summary>
/// <remarks>
/// Shapes: x [n, inputs], labels Int32 [n], 0 or 1. Sources: Rosenblatt, The perceptron, 1958; convergence: Novikoff, 1962.
/// </remarks>
public sealed class Perceptron
{
    private readonly double learningRate;
    private readonly double[] weights;

    /// <summary>A perceptron whose weights are all 0.</summary>
    /// <param name="inputs">The numbers of a sample.</param>
    /// <param name="learningRate">The rate; from weights of 0 it changes their size, not what is learnt.</param>
    /// <exception cref="SpecificationException">The inputs are below 1, or the rate is not a positive number.</exception>
    public Perceptron(int inputs, double learningRate = 1)
    {
        if (inputs < 1 || !(learningRate > 0) || !double.IsFinite(learningRate))
        {
            throw new SpecificationException(
                FormattableString.Invariant(
                    $"A perceptron needs at least 1 input and a positive learning rate, not {inputs} and {learningRate}."));
        }

        (weights, this.learningRate) = (new double[inputs], learningRate);
    }

    /// <summary>w.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>b, the threshold with the other sign.</summary>
    public double Bias { get; private set; }

    /// <summary>
    /// Goes through the samples in their order until an epoch has no mistake; a further call goes on from the weights there are.
    /// </summary>
    /// <param name="inputs">The samples [n, inputs].</param>
    /// <param name="labels">Their classes, Int32 [n], 0 or 1.</param>
    /// <param name="maxEpochs">The most epochs.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DataException">A label is neither 0 nor 1; the message names the sample.</exception>
    /// <exception cref="SpecificationException">The epochs are below 1.</exception>
    public PerceptronFit Fit(Tensor inputs, Tensor labels, int maxEpochs = 100)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var x = RowsOf(inputs);
        if (labels.Type != ElementType.Int32 || labels.Shape.Rank != 1 || labels.Count != inputs.Shape[0])
        {
            throw new ShapeException(
                $"A perceptron needs labels Int32 [{inputs.Shape[0]}] for samples {inputs.Shape}, not {labels.Type} {labels.Shape}.");
        }

        if (maxEpochs < 1)
        {
            throw new SpecificationException($"A perceptron needs at least 1 epoch, not {maxEpochs}.");
        }

        var targets = labels.ToArray<int>();
        var bad = Array.FindIndex(targets, label => label is not (0 or 1));
        if (bad >= 0)
        {
            throw new DataException($"sample {bad}: label {targets[bad]}, but a perceptron tells two classes apart, 0 and 1.");
        }

        var mistakes = new List<int>();
        while (mistakes.Count < maxEpochs && (mistakes.Count == 0 || mistakes[^1] > 0))
        {
            mistakes.Add(Epoch(x, targets));
        }

        return new PerceptronFit(mistakes, mistakes[^1] == 0);
    }

    /// <summary>The classes of samples, Int32 [n], 0 or 1.</summary>
    /// <exception cref="ShapeException">The samples are not [n, inputs].</exception>
    public Tensor Predict(Tensor inputs)
    {
        var x = RowsOf(inputs);
        return Tensor.From<int>([.. Enumerable.Range(0, inputs.Shape[0]).Select(sample => Answer(Row(x, sample)))], inputs.Shape[0]);
    }

    private int Epoch(double[] x, int[] targets)
    {
        var mistakes = 0;
        for (var sample = 0; sample < targets.Length; sample++)
        {
            var row = Row(x, sample);
            var error = targets[sample] - Answer(row);
            if (error == 0)
            {
                continue;
            }

            mistakes++;
            Bias += learningRate * error;
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] += learningRate * error * row[i];
            }
        }

        return mistakes;
    }

    private int Answer(ReadOnlySpan<double> row)
    {
        var sum = Bias;
        for (var i = 0; i < row.Length; i++)
        {
            sum += weights[i] * row[i];
        }

        return sum >= 0 ? 1 : 0;
    }

    private double[] RowsOf(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Shape.Rank == 2 && inputs.Shape[1] == weights.Length
            ? inputs.ToDoubles()
            : throw new ShapeException($"A perceptron of {weights.Length} inputs needs samples [n, {weights.Length}], not {inputs.Shape}.");
    }

    private ReadOnlySpan<double> Row(double[] x, int sample) => x.AsSpan(sample * weights.Length, weights.Length);
}
