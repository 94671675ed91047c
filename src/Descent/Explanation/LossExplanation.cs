namespace Descent;

/// <summary>The loss, and its derivative with respect to each output: from the loss's own formula where it has one.</summary>
internal sealed class LossExplanation
{
    private const int MostParts = 32;
    private const int Largest = 4;

    private readonly NetworkTrace trace;
    private readonly UnitNames names;
    private readonly int last;
    private readonly int width;
    private readonly double[] outputs;
    private readonly double[] targets;
    private readonly RowFormula?[] rows;
    private readonly LossSymbols symbols;
    private readonly SoftmaxExplanation softmax;

    public LossExplanation(NetworkTrace trace, UnitNames names, ForwardExplanation forward)
    {
        (this.trace, this.names) = (trace, names);
        last = trace.First(trace.Layers.Count);
        width = names.Width(last);
        (outputs, targets) = (trace.Prediction.ToDoubles(), trace.Target.ToDoubles());
        symbols = new LossSymbols(trace, names, last);
        rows = [.. Enumerable.Range(0, trace.Samples).Select(sample => trace.LossFunction.Row(symbols.Of(sample)))];
        softmax = new SoftmaxExplanation(trace, names, symbols, forward.IsSmall(last));
        ShownUnits = forward.IsSmall(last) ? [.. Enumerable.Range(0, width)] : softmax.Largest;
    }

    /// <summary>The outputs of a sample that are told one by one: all, or the class's own and the largest others.</summary>
    public IReadOnlyList<int> ShownUnits { get; }

    /// <summary>The loss.</summary>
    public ExplanationSection Loss()
    {
        var value = trace.Loss.Item();
        if (rows.Any(row => row is null))
        {
            return new("The loss", Definition() is { } text ? $"The loss is {text.FormulaText}." : "", [new("L", value)]);
        }

        var steps = rows[0]!.IsOfSoftmax ? Enumerable.Range(0, trace.Samples).SelectMany(softmax.Probabilities).ToList() : [];
        var parts = Parts();
        var formula = new StepFormula();
        if (parts.Count == 1 && Divisor == 1)
        {
            steps.Add(Checked(formula.Step("L", Terms(formula, parts[0].Terms), value)));
        }
        else
        {
            var told = parts.Select(part => (part.Name, Step: Part(part))).ToArray();
            var shown = told.Length <= MostParts ? told : [.. told.OrderByDescending(part => Math.Abs(part.Step.Value)).Take(Largest)];
            steps.AddRange(shown.Select(part => part.Step));
            var sum = StepFormula.Sum(shown.Select(part => formula[part.Name, part.Step.Value]));
            var others = told.Length - shown.Length;
            sum = others == 0 ? sum : sum + formula[SumOfProducts.Rest, told.Sum(part => part.Step.Value) - shown.Sum(part => part.Step.Value)];
            var note = others == 0 ? null : $"the {shown.Length} largest are told; the other {others} sum to rest";
            steps.Add(Checked(formula.Step("L", Divisor == 1 ? sum : sum / Divisor, value, note: note)));
        }

        return new("The loss", Text(parts.Count), steps);
    }

    /// <summary>The derivative with respect to one output, after what is needed for it.</summary>
    public IEnumerable<ExplanationStep> Derivative(int sample, int unit)
    {
        var i = (sample * width) + unit;
        var (name, value) = (names.Delta(last, sample, unit), trace.Gradient(trace.Nodes[last])[i]);
        var difference = trace.NodeDifference(last, i);
        var row = rows[sample];
        if (row is null)
        {
            yield return new(name, value) { Difference = difference };
            yield break;
        }

        var formula = new StepFormula();
        if (row is { IsOfSoftmax: true, Slope: null })
        {
            var label = symbols.Label(sample);
            var (outer, inner) = softmax.ThroughProbability(row, sample, label, unit);
            if (unit == ShownUnits[0])
            {
                yield return outer;
            }

            yield return inner;
            var product = formula[outer.Name, outer.Value] * formula[inner.Name, inner.Value];
            yield return Checked(formula.Step(name, Divisor == 1 ? product : product / Divisor, value, difference));
            yield break;
        }

        var slope = row.Slope?.Invoke(unit) ?? new ExpressionSimplifier().Simplify(
            StepFormula.Sum(row.Terms.Select(term => term.Derivative(names.Unit(last, sample, unit)))));
        symbols.Take(formula, slope);
        yield return Checked(formula.Step(name, Divisor == 1 ? slope : slope / Divisor, value, difference));
    }

    /// <summary>What the derivatives come to that are not told one by one.</summary>
    public string Remark()
    {
        var others = Enumerable.Range(0, outputs.Length).Where(i => !ShownUnits.Contains(i % width)).ToArray();
        var slopes = trace.Gradient(trace.Nodes[last]);
        return others.Length == 0 ? "from the loss" : FormattableString.Invariant(
            $"from the loss; over the {others.Length} outputs not shown the derivatives sum to {FormulaSymbol.Number(others.Sum(i => slopes[i]))}")
            + $" and have the norm {FormulaSymbol.Number(NetworkTrace.Norm([.. others.Select(i => slopes[i])]))}";
    }

    private double Divisor => trace.LossFunction.Reduction == Reduction.Mean ? rows.Sum(row => row!.Weight) : 1;

    /// <summary>The losses that are summed: of each element, or of each sample.</summary>
    private List<(string Name, IReadOnlyList<Expression> Terms)> Parts()
    {
        var parts = new List<(string, IReadOnlyList<Expression>)>();
        for (var sample = 0; sample < rows.Length; sample++)
        {
            var row = rows[sample]!;
            if (row.IsOfElements)
            {
                parts.AddRange(row.Terms.Select((term, unit) => (Name(sample, unit, row.Terms.Count), (IReadOnlyList<Expression>)[term])));
            }
            else
            {
                parts.Add((Name(sample, 0, 1), row.Terms));
            }
        }

        return parts;
    }

    private ExplanationStep Part((string Name, IReadOnlyList<Expression> Terms) part)
    {
        var formula = new StepFormula();
        var sum = Terms(formula, part.Terms);
        return formula.Step(part.Name, sum, sum.Evaluate(formula.Values));
    }

    /// <summary>The sum of the terms: the largest of them, and what the others come to, where there are many.</summary>
    private Expression Terms(StepFormula formula, IReadOnlyList<Expression> terms)
    {
        foreach (var term in terms)
        {
            symbols.Take(formula, term);
        }

        var shown = terms.Count <= 2 * Largest
            ? terms
            : [.. terms.OrderByDescending(term => Math.Abs(term.Evaluate(formula.Values))).Take(Largest)];
        var sum = shown.Count == 0 ? 0.0 : shown.Count == 1 ? shown[0] : new ExpressionSimplifier().Simplify(StepFormula.Sum(shown));
        return shown.Count == terms.Count
            ? sum
            : sum + formula[SumOfProducts.Rest, terms.Except(shown).Sum(term => term.Evaluate(formula.Values))];
    }

    private string Name(int sample, int unit, int units)
        => names.Target(sample, unit, units).Replace("y", "L", StringComparison.Ordinal) is var name && name == "L" ? "L_1" : name;

    private string Text(int parts)
    {
        var row = rows[0]!;
        var how = parts == 1 ? "" : Divisor == 1 ? "The sum of the losses." : "The mean of the losses.";
        if (!row.IsOfSoftmax)
        {
            var plain = $"The {trace.LossFunction.Name} L tells how far the output is from the target: training makes it smaller.";
            return how.Length == 0 ? plain : $"{plain} {how}";
        }

        var what = row.Slope is null
            ? $"Softmax makes probabilities p of the outputs, and the {trace.LossFunction.Name} is a function of the one that the class gets."
            : row.Terms.Count == 1
                ? $"The {trace.LossFunction.Name} is the negative logarithm of the probability that softmax gives to the class."
                : $"The {trace.LossFunction.Name} is the sum of each class's share in the target times -log of the probability that softmax gives it.";
        return how.Length == 0 ? what : $"{what} {how}";
    }

    /// <summary>The step, without a formula where the numbers in it are too large or small to follow it.</summary>
    private static ExplanationStep Checked(ExplanationStep step)
    {
        const double Agreement = 1e-8;
        var formula = step.Formula?.Evaluate(step.Numbers) ?? step.Value;
        return Math.Abs(formula - step.Value) <= Agreement * Math.Max(1, Math.Abs(step.Value))
            ? step
            : step with
            {
                Formula = null,
                Note = "the formula, followed step by step, leaves the range of numbers here; the engine computes it in another order",
            };
    }

    private Definition<Loss>? Definition() => Catalog.Losses.FirstOrDefault(definition => definition.Name == trace.LossFunction.Name);
}
