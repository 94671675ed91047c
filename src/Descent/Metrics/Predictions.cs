namespace Descent;

/// <summary>
/// What a model said about samples beside what is true: class probabilities and labels, or values and targets. What metrics are
/// computed from.
/// </summary>
public sealed class Predictions
{
    private readonly double[] outputs;
    private readonly double[] targets;
    private readonly int[] labels;

    private Predictions(TaskKind task, int count, int width, double[] outputs, double[] targets, int[] labels, IReadOnlyList<string>? names)
    {
        (Task, Count, Width, this.outputs, this.targets, this.labels) = (task, count, width, outputs, targets, labels);
        if (names is not null && names.Count != width)
        {
            throw new DataException($"There are {names.Count} names for {width} outputs; one for each is needed.");
        }

        Names = names ?? Enumerable.Range(0, width).Select(i => $"{i}").ToArray();
        FirstNaN = Array.FindIndex(outputs, double.IsNaN);
        PredictedLabels = task == TaskKind.Classification ? Enumerable.Range(0, count).Select(Largest).ToArray() : [];
    }

    /// <summary>No predictions: of models whose outputs are compared with one another.</summary>
    public static Predictions None { get; } = new(TaskKind.Regression, 0, 0, [], [], [], null);

    /// <summary>Whether classes or numbers were predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of classes, or of values for each sample.</summary>
    public int Width { get; }

    /// <summary>The names of the classes or values; their numbers where none were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The true classes.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The most probable classes, the first one on a tie.</summary>
    public IReadOnlyList<int> PredictedLabels { get; }

    /// <summary>The place of the first prediction that is NaN, counted through all samples; -1 where there is none.</summary>
    internal int FirstNaN { get; }

    /// <summary>Predicted classes with their probabilities.</summary>
    /// <param name="probabilities">The probability (or score) of each class for each sample, [n, classes].</param>
    /// <param name="labels">The true class of each sample, [n].</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DataException">A label is no class.</exception>
    public static Predictions Classes(Tensor probabilities, IReadOnlyList<int> labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        if (probabilities.Shape.Rank != 2 || probabilities.Shape[0] != labels.Count)
        {
            throw new ShapeException(
                $"Probabilities have the shape {probabilities.Shape}; for {labels.Count} labels [{labels.Count}, classes] is needed.");
        }

        var classes = probabilities.Shape[1];
        return new Predictions(
            TaskKind.Classification, labels.Count, classes, probabilities.ToDoubles(), [], Checked(labels, classes), classNames);
    }

    /// <summary>Predicted classes of two, from the probability of class 1 for each sample.</summary>
    /// <exception cref="DataException">A label is neither 0 nor 1, or there are not as many labels as probabilities.</exception>
    public static Predictions TwoClasses(
        IReadOnlyList<double> probabilities, IReadOnlyList<int> labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        SameCount(probabilities.Count, labels.Count);
        double[] pairs = [.. probabilities.SelectMany(p => (double[])[1 - p, p])];
        return new Predictions(TaskKind.Classification, labels.Count, 2, pairs, [], Checked(labels, 2), classNames);
    }

    /// <summary>Predicted classes without probabilities: each prediction counts as certain.</summary>
    /// <exception cref="DataException">A label is no class, or there are not as many predictions as labels.</exception>
    public static Predictions CertainClasses(
        IReadOnlyList<int> predicted, IReadOnlyList<int> labels, int classes, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(labels);
        SameCount(predicted.Count, labels.Count);
        var (certain, probabilities) = (Checked(predicted, classes), new double[predicted.Count * classes]);
        for (var sample = 0; sample < certain.Length; sample++)
        {
            probabilities[(sample * classes) + certain[sample]] = 1;
        }

        return new Predictions(TaskKind.Classification, labels.Count, classes, probabilities, [], Checked(labels, classes), classNames);
    }

    /// <summary>Predicted values, [n] or [n, values].</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Predictions Values(Tensor predicted, Tensor targets, IReadOnlyList<string>? valueNames = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predicted.Shape.Equals(targets.Shape) || predicted.Shape.Rank is 0 or > 2)
        {
            throw new ShapeException(
                $"Predicted values {predicted.Shape} and targets {targets.Shape} must have the same shape, [n] or [n, values].");
        }

        var width = predicted.Shape.Rank == 1 ? 1 : predicted.Shape[1];
        return new Predictions(TaskKind.Regression, predicted.Shape[0], width, predicted.ToDoubles(), targets.ToDoubles(), [], valueNames);
    }

    /// <summary>The class probabilities, or the predicted values, of one sample.</summary>
    public ReadOnlySpan<double> Outputs(int sample) => outputs.AsSpan(sample * Width, Width);

    /// <summary>The true values of one sample, for regression.</summary>
    public ReadOnlySpan<double> Targets(int sample) => targets.AsSpan(sample * Width, Width);

    /// <summary>One class's probabilities, or one predicted value, of all samples.</summary>
    public double[] Column(int index) => Enumerable.Range(0, Count).Select(sample => outputs[(sample * Width) + index]).ToArray();

    /// <summary>Refuses predictions of which one is NaN, and targets too.</summary>
    /// <exception cref="DataException">One is; the sample is named.</exception>
    internal void RequireNumbers(string who)
    {
        var (what, at) = FirstNaN >= 0 ? ("prediction", FirstNaN) : ("target", Array.FindIndex(targets, double.IsNaN));
        if (at >= 0)
        {
            throw new DataException(
                $"{who} cannot judge sample {at / Width}: its {what} for '{Names[at % Width]}' is NaN. Look for it in the data or the "
                + "model.");
        }
    }

    /// <summary>Refuses what are no classes, or NaN.</summary>
    /// <exception cref="DataException">They are.</exception>
    internal void RequireClasses(string who)
    {
        if (Task != TaskKind.Classification)
        {
            throw new DataException($"{who} needs predicted classes; these predictions are values.");
        }

        RequireNumbers(who);
    }

    /// <summary>Refuses scores that are no probabilities, such as logits. Rows need not add up to 1.</summary>
    /// <exception cref="DataException">One is outside [0, 1]; the sample is named.</exception>
    internal void RequireProbabilities(string metric)
    {
        // What the rounding of a sum in Float32 may put beyond.
        const double Slack = 1e-6;
        RequireClasses($"The metric {metric}");
        var at = Array.FindIndex(outputs, p => p is < -Slack or > 1 + Slack);
        if (at >= 0)
        {
            throw new DataException(FormattableString.Invariant(
                $"The metric {metric} needs probabilities, but sample {at / Width} has {outputs[at]} for '{Names[at % Width]}'. ")
                + "Turn logits into probabilities by Softmax or Sigmoid first.");
        }
    }

    private static void SameCount(int predicted, int labels)
    {
        if (predicted != labels)
        {
            throw new DataException($"There are {predicted} predictions for {labels} labels; one for each is needed.");
        }
    }

    private static int[] Checked(IReadOnlyList<int> labels, int classes)
    {
        for (var sample = 0; sample < labels.Count; sample++)
        {
            if ((uint)labels[sample] >= (uint)classes)
            {
                throw new DataException($"sample {sample}: label {labels[sample]}, classes are 0..{classes - 1}.");
            }
        }

        return [.. labels];
    }

    private int Largest(int sample)
    {
        var row = Outputs(sample);
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            best = row[i] > row[best] ? i : best;
        }

        return best;
    }
}
