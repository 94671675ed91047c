namespace Descent;

/// <summary>The loss, and its derivative with respect to each output: from the loss's own formula where it has one.</summary>
internal sealed class LossExplanation(NetworkTrace trace, UnitNames names, ForwardExplanation forward)
{
    private readonly int last = trace.First(trace.Layers.Count);
    private readonly double[] outputs = trace.Prediction.ToDoubles();
    private readonly double[] targets = trace.Target.ToDoubles();

    /// <summary>The loss.</summary>
    public ExplanationSection Loss()
    {
        var value = trace.Loss.Item();
        if (IsSoftmax)
        {
            var probabilities = trace.Prediction.Softmax().ToDoubles();
            var steps = outputs.Select((_, k) => Probability(k, probabilities[k])).ToList();
            var formula = new StepFormula();
            var label = (int)targets[0];
            steps.Add(formula.Step("L", -Expression.Log(formula[Probability(label), probabilities[label]]), value));
            return new("The loss", $"The {trace.LossFunction.Name} is the negative logarithm of the probability that softmax gives to the class.", steps);
        }

        if (!IsFormula)
        {
            return new("The loss", Definition() is { } text ? $"The loss is {text.FormulaText}." : "", [new("L", value)]);
        }

        if (outputs.Length == 1)
        {
            var formula = new StepFormula();
            return new("The loss", "", [formula.Step("L", Formula(formula, 0)!, value)]);
        }

        var tensors = new Dictionary<string, Tensor> { ["x"] = trace.Prediction, ["t"] = trace.Target };
        var losses = trace.LossFunction.Formula(Expression.Variable("x"), Expression.Variable("t"))!.Evaluate(tensors).ToDoubles();
        var all = new List<ExplanationStep>();
        var sum = new StepFormula();
        var terms = new List<Expression>();
        for (var i = 0; i < outputs.Length; i++)
        {
            var formula = new StepFormula();
            var part = formula.Step(Part(i), Formula(formula, i)!, losses[i]);
            all.Add(part);
            terms.Add(sum[part.Name, part.Value]);
        }

        var total = StepFormula.Sum(terms);
        all.Add(sum.Step("L", Divisor == 1 ? total : total / Divisor, value));
        return new("The loss", Divisor == 1 ? "The sum of the losses." : "The mean of the losses.", all);
    }

    /// <summary>The derivative with respect to one output.</summary>
    public ExplanationStep Derivative(int sample, int unit)
    {
        var i = (sample * names.Width(last)) + unit;
        var (name, value) = (names.Delta(last, sample, unit), trace.Gradient(trace.Nodes[last])[i]);
        var difference = trace.NodeDifference(last, i);
        var formula = new StepFormula();
        if (IsSoftmax)
        {
            var probability = trace.Prediction.Softmax().ToDoubles()[i];
            return formula.Step(name, formula[Probability(i), probability] - (i == (int)targets[0] ? 1.0 : 0.0), value, difference);
        }

        if (!IsFormula)
        {
            return new(name, value) { Difference = difference };
        }

        var slope = new ExpressionSimplifier().Simplify(Formula(formula, i)!.Derivative(names.Unit(last, sample, unit)));
        return formula.Step(name, Divisor == 1 ? slope : slope / Divisor, value, difference);
    }

    private bool IsFormula => outputs.Length == targets.Length && forward.IsSmall(last) && Formula(new StepFormula(), 0) is not null;

    private bool IsSoftmax => trace.LossFunction is CrossEntropy { LabelSmoothing: 0, ClassWeights: null, IgnoreIndex: null }
        && targets.Length == 1 && forward.IsSmall(last);

    private double Divisor => trace.LossFunction.Reduction == Reduction.Mean ? outputs.Length : 1;

    private static string Probability(int k) => FormattableString.Invariant($"p_{k + 1}");

    private ExplanationStep Probability(int k, double value)
    {
        var formula = new StepFormula();
        var exponentials = outputs.Select((z, i) => Expression.Exp(formula[names.Unit(last, 0, i), z])).ToArray();
        return formula.Step(Probability(k), exponentials[k] / StepFormula.Sum(exponentials), value);
    }

    private string Part(int i) => names.Target(i / names.Width(last), i % names.Width(last), names.Width(last)).Replace("y", "L", StringComparison.Ordinal);

    private Expression? Formula(StepFormula formula, int i)
    {
        var (sample, unit) = (i / names.Width(last), i % names.Width(last));
        return trace.LossFunction.Formula(
            formula[names.Unit(last, sample, unit), outputs[i]], formula[names.Target(sample, unit, names.Width(last)), targets[i]]);
    }

    private Definition<Loss>? Definition() => Catalog.Losses.FirstOrDefault(definition => definition.Name == trace.LossFunction.Name);
}
