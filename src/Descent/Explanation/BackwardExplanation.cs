namespace Descent;

/// <summary>The chain rule: what flows from the loss back through each layer, and the gradient of each weight.</summary>
internal sealed class BackwardExplanation(NetworkTrace trace, UnitNames names, ForwardExplanation forward, LossExplanation loss)
{
    /// <summary>The derivatives of the loss with respect to what each layer put out, from the last to the first.</summary>
    public ExplanationSection Flow()
    {
        var steps = new List<ExplanationStep>();
        for (var node = trace.Layers.Count; node > 0; node--)
        {
            if (trace.IsIdentity(node - 1))
            {
                continue;
            }

            var at = node;
            steps.AddRange(forward.IsSmall(node)
                ? Enumerable.Range(0, trace.Nodes[node].Count).SelectMany(i => Unit(at, i / names.Width(at), i % names.Width(at)))
                : [Norm(node)]);
        }

        return new("Backward pass", "From the loss back to the first layer, by the chain rule. delta is dL/dz, the derivative of the loss with respect to a unit's weighted sum.", steps);
    }

    /// <summary>The derivative of the loss with respect to each weight.</summary>
    public ExplanationSection Gradient()
    {
        var steps = new List<ExplanationStep>();
        for (var layer = 0; layer < trace.Layers.Count; layer++)
        {
            if (forward.SmallLinear(layer) is { } linear)
            {
                steps.AddRange(Enumerable.Range(0, linear.Weight.Shape.Count).Select(element => Weight(layer, linear, element)));
                steps.AddRange(Enumerable.Range(0, linear.Bias?.Shape.Count ?? 0).Select(element => Bias(layer, linear.Bias!, element)));
            }
            else
            {
                steps.AddRange(trace.Parameters
                    .Where(named => trace.Layers[layer].Parameters.Any(own => own.Parameter == named.Parameter)).Select(Norm));
            }
        }

        return new("Gradient of each weight", "The derivative for a weight is the delta of its unit times what the weight multiplies; for a bias it is the delta.", steps);
    }

    /// <summary>The derivative for one weight of a linear layer, by its element's index.</summary>
    public ExplanationStep Weight(int layer, Linear linear, int element)
    {
        var (inputs, outputs) = (names.Width(layer), names.Width(layer + 1));
        var (unit, from) = (element / inputs, element % inputs);
        var (input, flow) = (trace.Nodes[layer].ToDoubles(), trace.Gradient(trace.Nodes[layer + 1]));
        var formula = new StepFormula();
        var sum = StepFormula.Sum(Enumerable.Range(0, trace.Samples).Select(sample
            => formula[names.Delta(layer + 1, sample, unit), flow[(sample * outputs) + unit]]
                * formula[names.Unit(layer, sample, from), input[(sample * inputs) + from]]));
        return Of(formula, $"dL/d{names.Weight(layer, unit, from)}", sum, linear.Weight, element);
    }

    /// <summary>The derivative for one bias of a linear layer.</summary>
    public ExplanationStep Bias(int layer, Parameter bias, int unit)
    {
        var (flow, formula) = (trace.Gradient(trace.Nodes[layer + 1]), new StepFormula());
        var sum = StepFormula.Sum(Enumerable.Range(0, trace.Samples).Select(sample
            => formula[names.Delta(layer + 1, sample, unit), flow[(sample * names.Width(layer + 1)) + unit]]));
        return Of(formula, $"dL/d{names.Bias(layer, unit)}", sum, bias, unit);
    }

    private ExplanationStep Of(StepFormula formula, string name, Expression sum, Parameter parameter, int element)
    {
        var slope = trace.Gradient(parameter.Value)[element];
        return formula.Step(name, sum, slope, trace.ParameterDifference(parameter, element, slope));
    }

    private IEnumerable<ExplanationStep> Unit(int node, int sample, int unit)
    {
        var element = (sample * names.Width(node)) + unit;
        var slope = trace.Gradient(trace.Nodes[node])[element];
        var layer = trace.Consumer(node);
        if (layer == trace.Layers.Count)
        {
            yield return loss.Derivative(sample, unit);
            yield break;
        }

        var formula = new StepFormula();
        var name = names.Delta(node, sample, unit);
        var next = trace.Gradient(trace.Nodes[layer + 1]);
        var difference = trace.NodeDifference(node, element);
        if (forward.SmallLinear(layer) is { } linear)
        {
            var (outputs, weight) = (names.Width(layer + 1), linear.Weight.Value.ToDoubles());
            var sum = StepFormula.Sum(Enumerable.Range(0, outputs).Select(k
                => formula[names.Delta(layer + 1, sample, k), next[(sample * outputs) + k]]
                    * formula[names.Weight(layer, k, unit), weight[(k * names.Width(layer)) + unit]]));
            yield return formula.Step(name, sum, slope, difference);
        }
        else if (trace.Elementwise(layer) is { } function && forward.IsSmall(layer + 1))
        {
            var local = Local(layer, function, sample, unit);
            yield return local;
            var product = formula[names.Delta(layer + 1, sample, unit), next[element]] * formula[local.Name, local.Value];
            yield return formula.Step(name, product, slope, difference);
        }
        else
        {
            yield return new(name, slope) { Difference = difference, Note = $"back through {trace.Layers[layer].Describe()}" };
        }
    }

    /// <summary>The derivative of an activation, written with its output where the formula holds it: a (1 - a) for sigmoid.</summary>
    private ExplanationStep Local(int layer, IElementwiseFormula function, int sample, int unit)
    {
        var element = (sample * names.Width(layer)) + unit;
        var (z, a) = (names.Unit(layer, sample, unit), names.Unit(layer + 1, sample, unit));
        var formula = new StepFormula();
        var tree = function.Formula(formula[z, trace.Nodes[layer].ToDoubles()[element]]);
        var output = formula[a, trace.Nodes[layer + 1].ToDoubles()[element]];
        var slope = trace.LocalDerivative(layer, element);
        return formula.Step(
            $"d{a}/d{z}", new ExpressionSimplifier(tree, output).Simplify(tree.Derivative(z)), slope, trace.LocalDifference(layer, element, slope));
    }

    private ExplanationStep Norm(int node)
    {
        var layer = trace.Consumer(node);
        return new($"|dL/d{names.Node(node)}|", NetworkTrace.Norm(trace.Gradient(trace.Nodes[node])))
        {
            Difference = trace.NodeDifferenceAlongGradient(node),
            Note = layer == trace.Layers.Count ? "from the loss" : $"back through {trace.Layers[layer].Describe()}",
        };
    }

    private ExplanationStep Norm(NamedParameter named)
    {
        var slopes = trace.Gradient(named.Parameter.Value);
        return new($"|dL/d{named.Path}|", NetworkTrace.Norm(slopes))
        {
            Difference = trace.ParameterDifferenceAlongGradient(named.Parameter, slopes),
        };
    }
}
