namespace Descent;

/// <summary>The symbols of outputs, probabilities and targets that a loss is written with, and their values.</summary>
internal sealed class LossSymbols
{
    private readonly NetworkTrace trace;
    private readonly UnitNames names;
    private readonly int last;
    private readonly int width;
    private readonly double[] targets;
    private readonly Dictionary<string, double> values = [];

    public LossSymbols(NetworkTrace trace, UnitNames names, int last)
    {
        (this.trace, this.names, this.last) = (trace, names, last);
        (width, targets) = (names.Width(last), trace.Target.ToDoubles());
        Softmax = trace.Prediction.Shape.Rank == 2 ? trace.Prediction.Softmax().ToDoubles() : null;
    }

    /// <summary>The softmax of each row of outputs; null where the outputs are no rows.</summary>
    public double[]? Softmax { get; }

    /// <summary>The class of a sample; -1 where the target is none.</summary>
    public int Label(int sample)
        => trace.Target.Type == ElementType.Int32 && targets.Length == trace.Samples && trace.Prediction.Shape.Rank == 2 ? (int)targets[sample] : -1;

    /// <summary>The symbol of a probability.</summary>
    public string Probability(int sample, int output)
        => trace.Samples == 1 ? FormattableString.Invariant($"p_{output + 1}") : FormattableString.Invariant($"p_{output + 1},{sample + 1}");

    /// <summary>The symbols of one sample.</summary>
    public RowSymbols Of(int sample)
    {
        var label = Label(sample);
        var (first, count) = (sample * width, targets.Length / trace.Samples);
        var outputs = trace.Prediction.ToDoubles();
        var isShare = trace.LossFunction.Target == TargetKind.ClassProbabilities;
        Expression[] wanted = label >= 0 ? [.. Enumerable.Range(0, width).Select(i => Expression.Constant(i == label ? 1 : 0))]
            : isShare ? [.. Enumerable.Range(0, count).Select(i => Expression.Constant(targets[(sample * count) + i]))]
            : [.. Enumerable.Range(0, count).Select(i => Symbol(names.Target(sample, i, count), targets[(sample * count) + i]))];
        return new(
            [.. Enumerable.Range(0, width).Select(i => Symbol(names.Unit(last, sample, i), outputs[first + i]))],
            Softmax is null ? [] : [.. Enumerable.Range(0, width).Select(i => Symbol(Probability(sample, i), Softmax[first + i]))],
            wanted,
            label);
    }

    /// <summary>Gives a formula the values of the symbols in an expression.</summary>
    public void Take(StepFormula formula, Expression expression)
    {
        foreach (var name in VariableNames.Of(expression))
        {
            _ = formula[name, values[name]];
        }
    }

    private Expression Symbol(string name, double value)
    {
        values[name] = value;
        return Expression.Variable(name);
    }
}
