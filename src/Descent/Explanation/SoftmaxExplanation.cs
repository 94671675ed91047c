namespace Descent;

/// <summary>The probabilities that a loss makes of the outputs by softmax, and the derivatives through them.</summary>
internal sealed class SoftmaxExplanation(NetworkTrace trace, UnitNames names, LossSymbols symbols, bool isSmall)
{
    private const int MostOthers = 3;
    private readonly int last = trace.First(trace.Layers.Count);
    private readonly double[] outputs = trace.Prediction.ToDoubles();

    /// <summary>The classes of the samples, and the others with the largest outputs in size.</summary>
    public IReadOnlyList<int> Largest
    {
        get
        {
            var width = names.Width(last);
            var labels = Enumerable.Range(0, trace.Samples).Select(symbols.Label).Where(label => label >= 0).Distinct().Take(MostOthers).ToArray();
            double Size(int unit) => Enumerable.Range(0, trace.Samples).Max(sample
                => symbols.Softmax is { } probabilities && labels.Length > 0
                    ? probabilities[(sample * width) + unit]
                    : Math.Abs(trace.Gradient(trace.Nodes[last])[(sample * width) + unit]));
            var others = Enumerable.Range(0, width).Except(labels).OrderByDescending(Size).Take(MostOthers);
            return [.. labels.Concat(others).Order()];
        }
    }

    /// <summary>The probabilities of one sample: of all classes, or of its own and the largest others.</summary>
    public IEnumerable<ExplanationStep> Probabilities(int sample)
    {
        var width = names.Width(last);
        var shown = isSmall ? [.. Enumerable.Range(0, width)] : Largest;
        var hidden = Enumerable.Range(0, width).Except(shown).ToArray();
        double Z(int unit) => outputs[(sample * width) + unit];
        var rest = hidden.Sum(unit => Math.Exp(Z(unit)));
        var (total, index) = (0.0, trace.Samples == 1 ? "" : FormattableString.Invariant($"_{sample + 1}"));
        var name = $"{SumOfProducts.Rest}{index}";
        if (hidden.Length > 0)
        {
            yield return new(name, rest) { Note = $"the sum of exp({new TextFormula(null).Symbol(names.Node(last))}) over the {hidden.Length} classes not shown" };
        }

        foreach (var unit in shown)
        {
            var formula = new StepFormula();
            var exponentials = shown.ToDictionary(k => k, k => Expression.Exp(formula[names.Unit(last, sample, k), Z(k)]));
            var sum = StepFormula.Sum(exponentials.Values);
            sum = hidden.Length > 0 ? sum + formula[name, rest] : sum;
            var value = symbols.Softmax![(sample * width) + unit];
            total += value;
            var step = formula.Step(symbols.Probability(sample, unit), exponentials[unit] / sum, value);
            yield return double.IsFinite(step.Formula!.Evaluate(step.Numbers)) ? step : step with { Formula = null };
        }

        if (hidden.Length > 0)
        {
            var largest = hidden.MaxBy(Z);
            yield return new($"others{index}", 1 - total)
            {
                Note = $"the probability of the {hidden.Length} classes not shown together; the likeliest of them is output {largest + 1}",
            };
        }
    }

    /// <summary>
    /// For a loss of the class's probability alone: the derivative with respect to that, and its derivative with respect to an output.
    /// </summary>
    public (ExplanationStep Outer, ExplanationStep Inner) ThroughProbability(RowFormula row, int sample, int label, int unit)
    {
        var width = names.Width(last);
        var (p, z) = (symbols.Probability(sample, label), names.Unit(last, sample, unit));
        var (own, other) = (symbols.Softmax![(sample * width) + label], symbols.Softmax[(sample * width) + unit]);
        var outer = new StepFormula();
        var loss = StepFormula.Sum(row.Terms);
        var slope = new ExpressionSimplifier().Simplify(loss.Derivative(p));
        _ = outer[p, own];
        double At(double offset) => loss.Evaluate(new Dictionary<string, double> { [p] = own + offset });
        var outerValue = slope.Evaluate(outer.Values);

        var inner = new StepFormula();
        var local = unit == label ? inner[p, own] * (1 - inner[p, own]) : -(inner[p, own] * inner[symbols.Probability(sample, unit), other]);
        var innerValue = local.Evaluate(inner.Values);
        double Moved(double offset)
        {
            var moved = outputs.ToArray();
            moved[(sample * width) + unit] += offset;
            return Tensor.From<double>(moved, trace.Prediction.Shape).Softmax().ToDoubles()[(sample * width) + label];
        }

        return (
            outer.Step($"dL/d{p}", slope, outerValue, FiniteDifference.Nearest(At, outerValue)),
            inner.Step($"d{p}/d{z}", local, innerValue, FiniteDifference.Nearest(Moved, innerValue)));
    }
}
