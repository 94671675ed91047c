using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent;

/// <summary>One weight of a network, asked for by name: where it is, and what the chain rule says about it.</summary>
internal sealed partial class WeightExplanation(NetworkTrace trace, UnitNames names, BackwardExplanation backward, double rate)
{
    /// <summary>The section about the weight.</summary>
    /// <param name="asked"><c>layer 2 [3,5]</c>, counted from 1, or <c>0.weight [3,5]</c>, counted from 0.</param>
    /// <exception cref="SpecificationException">There is no such weight.</exception>
    public ExplanationSection Of(string asked)
    {
        var (named, element) = Find(asked);
        var parameter = named.Parameter;
        var value = parameter.Value.ToDoubles()[element];
        var layer = Enumerable.Range(0, trace.Layers.Count).First(i => trace.Layers[i].Parameters.Any(own => own.Parameter == parameter));
        var (symbol, gradient) = Gradient(layer, named, element);
        var formula = new StepFormula();
        var updated = formula[symbol, value] - (formula["rate", rate] * formula[gradient.Name, gradient.Value]);
        var next = parameter.Value - (Tensor.From<double>(trace.Gradient(parameter.Value), parameter.Shape) * rate);
        return new(
            $"The weight {asked}",
            $"Element [{string.Join(", ", Indices(element, parameter.Shape))}], counted from 0, of {named.Path}, of {trace.Layers[layer].Describe()}.",
            [new(symbol, value), gradient, formula.Step($"{symbol}'", updated, next.ToDoubles()[element])]);
    }

    private (string Symbol, ExplanationStep Gradient) Gradient(int layer, NamedParameter named, int element)
    {
        if (trace.Layers[layer] is Linear linear && trace.Nodes[layer].Shape.Rank == 2)
        {
            var inputs = names.Width(layer);
            return named.Parameter == linear.Weight
                ? (names.Weight(layer, element / inputs, element % inputs), backward.Weight(layer, linear, element))
                : (names.Bias(layer, element), backward.Bias(layer, linear.Bias!, element));
        }

        var symbol = $"{named.Path}_{string.Join(',', Indices(element, named.Parameter.Shape))}";
        var slope = trace.Gradient(named.Parameter.Value)[element];
        return (symbol, new($"dL/d{symbol}", slope) { Difference = trace.ParameterDifference(named.Parameter, element, slope) });
    }

    private (NamedParameter Named, int Element) Find(string asked)
    {
        var match = Pattern().Match(asked);
        if (!match.Success)
        {
            throw new SpecificationException(
                $"'{asked}' names no weight. Write \"layer 2 [3,5]\", counted from 1, or \"0.weight [3,5]\", counted from 0.");
        }

        var counted = match.Groups["layer"].Success;
        var named = counted ? WeightOfLayer(match.Groups["layer"].Value) : ByPath(match.Groups["path"].Value);
        var shape = named.Parameter.Shape;
        var first = counted ? 1 : 0;
        var indices = match.Groups["indices"].Value.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture) - first).ToArray();
        if (indices.Length != shape.Rank)
        {
            throw new SpecificationException($"{named.Path} has the shape {shape}, so {shape.Rank} numbers in brackets are needed, not {indices.Length}.");
        }

        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (indices[axis] < 0 || indices[axis] >= shape[axis])
            {
                throw new SpecificationException(
                    $"{named.Path} has the shape {shape}: number {axis + 1} in brackets must be from {first} to {shape[axis] - 1 + first}, not {indices[axis] + first}.");
            }
        }

        return (named, indices.Select((index, axis) => (index, axis)).Aggregate(0, (sum, pair) => (sum * shape[pair.axis]) + pair.index));
    }

    private NamedParameter WeightOfLayer(string number)
    {
        var layers = trace.Layers.Where(layer => layer.Parameters.Any(named => named.Parameter.Trainable)).ToArray();
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted >= 1 && wanted <= layers.Length
            ? trace.Parameters.First(named => layers[wanted - 1].Parameters.Any(own => own.Parameter == named.Parameter))
            : throw new SpecificationException($"There is no layer {number}: {layers.Length} layers have weights, and they are counted from 1.");
    }

    private NamedParameter ByPath(string path)
    {
        var found = trace.Parameters.FirstOrDefault(named => named.Path == path);
        return found.Parameter is not null
            ? found
            : throw new SpecificationException($"There is no weight '{path}'. {NearestNames.Suggest(path, trace.Parameters.Select(named => named.Path))}");
    }

    private static int[] Indices(int element, Shape shape)
    {
        var indices = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (element, indices[axis]) = Math.DivRem(element, shape[axis]);
        }

        return indices;
    }

    [GeneratedRegex(@"^\s*(?:layer\s+(?<layer>\d+)|(?<path>[\w.\-]+))\s*\[\s*(?<indices>\d{1,9}(?:\s*,\s*\d{1,9})*)\s*\]\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
