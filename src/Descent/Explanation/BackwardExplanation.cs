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

            if (forward.IsSmall(node))
            {
                var (at, width) = (node, names.Width(node));
                steps.AddRange(Enumerable.Range(0, trace.Nodes[node].Count).SelectMany(i => Unit(at, i / width, i % width)));
                continue;
            }

            if (trace.Consumer(node) == trace.Layers.Count)
            {
                steps.AddRange(Enumerable.Range(0, trace.Samples)
                    .SelectMany(sample => loss.ShownUnits.SelectMany(unit => loss.Derivative(sample, unit))));
            }

            steps.Add(Norm(node));
        }

        const string Rule = "From the loss back to the first layer, by the chain rule: what a number does to the loss is what it does to those "
            + "computed from it, times what they do to the loss. delta is dL/dz, the derivative of the loss with respect to a unit's weighted sum. "
            + "Beside each derivative stands the same by finite differences: the loss computed anew with that number moved a little.";
        return new("Backward pass", Rule + Budget, steps);
    }

    /// <summary>The derivative of the loss with respect to each weight.</summary>
    public ExplanationSection Gradient()
    {
        var steps = new List<ExplanationStep>();
        for (var layer = 0; layer < trace.Layers.Count; layer++)
        {
            var own = trace.ParametersOf(layer).Where(named => trace.HasGradient(named.Parameter) && trace.LayerOf(named.Parameter) == layer);
            steps.AddRange(own.SelectMany(named => forward.IsSmall(layer, named)
                ? Enumerable.Range(0, named.Parameter.Shape.Count).SelectMany(element => Element(layer, named, element))
                : [Norm(named)]));
        }

        const string Rule = "The derivative for a weight is the delta of its unit times what the weight multiplies; for a bias it is the delta.";
        return new("Gradient of each weight", trace.Layers.Any(layer => layer is Linear) ? Rule : "", steps);
    }

    /// <summary>The derivative for one number of a parameter, after the local derivatives that it needs.</summary>
    public IEnumerable<ExplanationStep> Element(int layer, NamedParameter named, int element)
        => forward.LinearAt(layer) is not { } linear ? Through(layer, named, element)
            : named.Parameter == linear.Weight ? [Weight(layer, linear, element)]
            : [Bias(layer, named.Parameter, element)];

    /// <summary>What leads from the loss to a unit: its derivative, after those of the units behind it up to the next weighted sum.</summary>
    public IEnumerable<ExplanationStep> Chain(int node, int sample, int unit)
    {
        var layer = trace.Consumer(node);
        if (layer == trace.Layers.Count || UnitNames.IsWeightedSum(trace.Layers[layer]) || forward.IsSmall(layer + 1))
        {
            return Unit(node, sample, unit);
        }

        var element = (sample * names.Width(node)) + unit;
        var next = trace.Elementwise(layer) is null ? trace.Steepest(layer, null, element) : element;
        var width = names.Width(layer + 1);
        return (next is { } to ? Chain(layer + 1, to / width, to % width) : []).Concat(Unit(node, sample, unit));
    }

    /// <summary>The derivative for one weight of a linear layer, by its element's index.</summary>
    private ExplanationStep Weight(int layer, Linear linear, int element)
    {
        var (inputs, outputs) = (names.Width(layer), names.Width(layer + 1));
        var (unit, from) = (element / inputs, element % inputs);
        var (input, flow) = (trace.Nodes[layer].ToDoubles(), trace.Gradient(trace.Nodes[layer + 1]));
        var slope = trace.Gradient(linear.Weight.Value)[element];
        return Sum(
            $"dL/d{names.Weight(layer, unit, from)}",
            slope,
            trace.ParameterDifference(linear.Weight, element, slope),
            [.. Enumerable.Range(0, trace.Samples).Select(sample => new Product(
                names.Delta(layer + 1, sample, unit), flow[(sample * outputs) + unit],
                names.Unit(layer, sample, from), input[(sample * inputs) + from]))]);
    }

    /// <summary>The derivative for one bias of a linear layer.</summary>
    private ExplanationStep Bias(int layer, Parameter bias, int unit)
    {
        var (flow, formula) = (trace.Gradient(trace.Nodes[layer + 1]), new StepFormula());
        var sum = StepFormula.Sum(Enumerable.Range(0, trace.Samples).Select(sample
            => formula[names.Delta(layer + 1, sample, unit), flow[(sample * names.Width(layer + 1)) + unit]]));
        var slope = trace.Gradient(bias.Value)[unit];
        return formula.Step($"dL/d{names.Bias(layer, unit)}", sum, slope, trace.ParameterDifference(bias, unit, slope));
    }

    private IEnumerable<ExplanationStep> Unit(int node, int sample, int unit)
    {
        var element = (sample * names.Width(node)) + unit;
        var slope = trace.Gradient(trace.Nodes[node])[element];
        var layer = trace.Consumer(node);
        if (layer == trace.Layers.Count)
        {
            foreach (var step in loss.Derivative(sample, unit))
            {
                yield return step;
            }

            yield break;
        }

        var formula = new StepFormula();
        var name = names.Delta(node, sample, unit);
        var next = trace.Gradient(trace.Nodes[layer + 1]);
        var difference = trace.NodeDifference(node, element);
        if (forward.LinearAt(layer) is { } linear)
        {
            var (outputs, inputs, weight) = (names.Width(layer + 1), names.Width(layer), linear.Weight.Value.ToDoubles());
            yield return Sum(name, slope, difference, [.. Enumerable.Range(0, outputs).Select(k => new Product(
                names.Delta(layer + 1, sample, k), next[(sample * outputs) + k], names.Weight(layer, k, unit), weight[(k * inputs) + unit]))]);
        }
        else if (trace.Elementwise(layer) is { } function)
        {
            var local = Local(layer, function, sample, unit);
            yield return local;
            var product = formula[names.Delta(layer + 1, sample, unit), next[element]] * formula[local.Name, local.Value];
            yield return formula.Step(name, product, slope, difference);
        }
        else
        {
            var terms = Terms(layer, $"d{names.Unit(node, sample, unit)}", trace.Local(layer, null, element));
            foreach (var (to, term) in terms.Where(term => SumOfProducts.Shown([.. terms.Select(each => each.Term)]).Contains(term.Term)))
            {
                yield return new(term.Right, term.RightValue)
                {
                    Difference = trace.LocalDifference(layer, element, to, term.RightValue),
                    Note = $"through {trace.Layers[layer].Describe()}",
                };
            }

            yield return Sum(name, slope, difference, [.. terms.Select(term => term.Term)]);
        }
    }

    /// <summary>A parameter of any layer: the sum, over the outputs that it changes, of delta times how much it changes each.</summary>
    private IEnumerable<ExplanationStep> Through(int layer, NamedParameter named, int element)
    {
        var parameter = named.Parameter;
        var symbol = forward.Symbol(layer, named, element);
        var slope = trace.Gradient(parameter.Value)[element];
        var local = trace.Local(layer, parameter, element);
        var terms = Terms(layer, $"d{symbol}", local);
        var places = InputPlaces(layer, parameter, element, local);
        var width = names.Width(layer);
        if (places is not null)
        {
            terms = [.. terms.Select(term => (term.To, term.Term with { Right = names.Unit(layer, places[term.To] / width, places[term.To] % width) }))];
        }

        Product[] products = [.. terms.Select(term => term.Term)];
        foreach (var (to, term) in terms.Where(term => places is null && SumOfProducts.Shown(products).Contains(term.Term)))
        {
            yield return new(term.Right, term.RightValue) { Difference = trace.LocalDifference(layer, parameter, element, to, term.RightValue) };
        }

        yield return Sum($"dL/d{symbol}", slope, trace.ParameterDifference(parameter, element, slope), products);
    }

    /// <summary>For a convolution: the place in the input that the weight meets at each output; null for other layers and for biases.</summary>
    private int[]? InputPlaces(int layer, Parameter parameter, int element, double[] local)
    {
        if (!UnitNames.IsWeightedSum(trace.Layers[layer]) || parameter.Shape.Rank < 2)
        {
            return null;
        }

        // With the numbers of the places as input, the derivative is the number of the place that was met; 0 is padding.
        var input = trace.Nodes[layer];
        var numbered = Tensor.From<double>([.. Enumerable.Range(1, input.Count).Select(place => (double)place)], input.Shape);
        int[] places = [.. trace.Local(layer, parameter, element, numbered).Select(place => (int)Math.Round(place) - 1)];
        var values = input.ToDoubles();
        return places.Index().All(place => place.Item < 0 || (place.Item < values.Length && Math.Abs(values[place.Item] - local[place.Index]) < 1e-9))
            ? places
            : null;
    }

    /// <summary>For each output that changes at all: its derivative of the loss times its own.</summary>
    private List<(int To, Product Term)> Terms(int layer, string by, double[] local)
    {
        var (flow, width) = (trace.Gradient(trace.Nodes[layer + 1]), names.Width(layer + 1));
        return [.. local.Index().Where(each => each.Item != 0).Select(each => (each.Index, new Product(
            names.Delta(layer + 1, each.Index / width, each.Index % width), flow[each.Index],
            $"d{names.Unit(layer + 1, each.Index / width, each.Index % width)}/{by}", each.Item)))];
    }

    private static ExplanationStep Sum(string name, double value, double? difference, IReadOnlyList<Product> terms)
    {
        var formula = new StepFormula();
        return SumOfProducts.Write(formula, terms) is var (sum, note)
            ? formula.Step(name, sum, value, difference, note)
            : new(name, value) { Difference = difference, Note = "nothing that comes after depends on it here" };
    }

    private string Budget => trace.HasDifferences ? "" : " The network is too large for finite differences of whole layers; single weights have them.";

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
            $"d{a}/d{z}", new ExpressionSimplifier(tree, output).Simplify(tree.Derivative(z)), slope, trace.LocalDifference(layer, element, element, slope));
    }

    private ExplanationStep Norm(int node)
    {
        var layer = trace.Consumer(node);
        return new($"|dL/d{names.Node(node)}|", NetworkTrace.Norm(trace.Gradient(trace.Nodes[node])))
        {
            Difference = trace.HasDifferences ? trace.NodeDifferenceAlongGradient(node) : null,
            Note = layer == trace.Layers.Count ? loss.Remark() : $"back through {trace.Layers[layer].Describe()}",
        };
    }

    private ExplanationStep Norm(NamedParameter named)
    {
        var slopes = trace.Gradient(named.Parameter.Value);
        return new($"|dL/d{named.Path}|", NetworkTrace.Norm(slopes))
        {
            Difference = trace.HasDifferences ? trace.ParameterDifferenceAlongGradient(named.Parameter, slopes) : null,
        };
    }
}
