using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent;

/// <summary>One weight of a network, asked for by name: where it is, and what the chain rule says about it.</summary>
internal sealed partial class WeightExplanation(
    NetworkTrace trace, UnitNames names, ForwardExplanation forward, BackwardExplanation backward, ExplanationOptions options)
{
    /// <summary>The section about the weight, and what the run's optimizer does with it where one is given.</summary>
    /// <exception cref="SpecificationException">There is no such weight.</exception>
    public IEnumerable<ExplanationSection> Sections()
    {
        if (options.Weight is null && (options.Optimizer is null || trace.Parameters.Count == 0))
        {
            yield break;
        }

        var (named, element) = options.Weight is { } asked ? Find(asked) : Steepest();
        var (parameter, layer) = (named.Parameter, trace.LayerOf(named.Parameter));
        var value = parameter.Value.ToDoubles()[element];
        var symbol = forward.Symbol(layer, named, element);
        var places = string.Join(", ", UnitNames.Places(parameter.Shape, element));
        var title = $"The weight {options.Weight ?? $"{named.Path} [{places}]"}";
        var text = $"Element [{places}], counted from 0, of {named.Path}, of {trace.Layers[layer].Describe()}."
            + (options.Weight is null ? " It has the largest gradient of all; any other can be asked for by its name." : "");
        if (!trace.HasGradient(parameter))
        {
            var why = parameter.IsStatistic ? "It is a statistic, kept by averaging over batches" : "It is frozen";
            yield return new(title, $"{text} {why}: no gradient changes it.", [new(symbol, value), new($"{symbol}'", value)]);
            yield break;
        }

        var steps = new List<ExplanationStep> { new(symbol, value) };
        steps.AddRange(Way(layer, named, element));
        steps.AddRange(backward.Element(layer, named, element));
        var (gradient, rate, formula) = (steps[^1], options.LearningRate, new StepFormula());
        var updated = formula[symbol, value] - (formula["rate", rate] * formula[gradient.Name, gradient.Value]);
        var next = parameter.Value - (Tensor.From<double>(trace.Gradient(parameter.Value), parameter.Shape) * rate);
        steps.Add(formula.Step($"{symbol}'", updated, next.ToDoubles()[element]));
        yield return new(title, text, steps);
        // What was kept for other parameters than those trained here, as when layers were frozen since, says nothing about this one.
        if (options.Optimizer is { } optimizer && (optimizer.State.Count == 0 || optimizer.State.Count == trace.Parameters.Count))
        {
            yield return new UpdateExplanation(trace, options).Of(named, element, symbol, gradient);
        }
    }

    /// <summary>In a large network: the unit's own weighted sum, and how its derivative comes from the loss.</summary>
    private IEnumerable<ExplanationStep> Way(int layer, NamedParameter named, int element)
    {
        if (forward.SmallLinear(layer) is not null)
        {
            return [];
        }

        if (forward.LinearAt(layer) is { } linear)
        {
            var unit = named.Parameter == linear.Weight ? element / names.Width(layer) : element;
            return forward.IsSmall(layer + 1)
                ? []
                : backward.Chain(layer + 1, 0, unit).Prepend(forward.WeightedSum(layer, 0, unit));
        }

        var width = names.Width(layer + 1);
        return !forward.IsSmall(layer + 1) && trace.Steepest(layer, named.Parameter, element) is { } most
            ? backward.Chain(layer + 1, most / width, most % width)
            : [];
    }

    private (NamedParameter Named, int Element) Steepest()
    {
        var named = trace.Parameters.MaxBy(each => trace.Gradient(each.Parameter.Value).Max(Math.Abs));
        return (named, trace.Gradient(named.Parameter.Value).Index().MaxBy(each => Math.Abs(each.Item)).Index);
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
        var named = counted ? WeightOfLayer(match.Groups["layer"].Value, match.Groups["own"].Value) : ByPath(match.Groups["path"].Value);
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

    private NamedParameter WeightOfLayer(string number, string name)
    {
        var layers = Enumerable.Range(0, trace.Layers.Count).Select(Weights).Where(weights => weights.Length > 0).ToArray();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted < 1 || wanted > layers.Length)
        {
            throw new SpecificationException($"There is no layer {number}: {layers.Length} layers have weights, and they are counted from 1.");
        }

        var own = layers[wanted - 1];
        string[] known = [.. own.Select(named => named.Path[(named.Path.IndexOf('.', StringComparison.Ordinal) + 1)..])];
        var index = name.Length == 0 ? 0 : Array.IndexOf(known, name);
        return index >= 0
            ? own[index]
            : throw new SpecificationException($"Layer {number} has no '{name}'. {NearestNames.Suggest(name, known)}");
    }

    private NamedParameter[] Weights(int layer) => [.. trace.ParametersOf(layer).Where(named => !named.Parameter.IsStatistic)];

    private NamedParameter ByPath(string path)
    {
        var found = trace.Model.Parameters.FirstOrDefault(named => named.Path == path);
        return found.Parameter is not null
            ? found
            : throw new SpecificationException($"There is no weight '{path}'. {NearestNames.Suggest(path, trace.Model.Parameters.Select(named => named.Path))}");
    }

    [GeneratedRegex(@"^\s*(?:layer\s+(?<layer>\d+)(?:\s+(?<own>[\w.\-]+))?|(?<path>[\w.\-]+))\s*\[\s*(?<indices>\d{1,9}(?:\s*,\s*\d{1,9})*)\s*\]\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
