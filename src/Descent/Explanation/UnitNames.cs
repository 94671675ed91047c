using System.Globalization;

namespace Descent;

/// <summary>The symbols of a network's units and weights.</summary>
internal sealed class UnitNames(NetworkTrace trace, ExplanationOptions options)
{
    private readonly bool isSingle = trace.Layers.Count == 1 && trace.Layers[0] is Linear { Weight.Shape.Count: 1 };

    /// <summary>The symbol of an element of a node: of sample n, unit i, both from 0.</summary>
    public string Unit(int node, int sample, int unit)
    {
        node = trace.First(node);
        var width = options.NumbersThrough && trace.Samples == 1 && node > 0 ? 0 : Width(node);
        var indices = trace.Nodes[node].Shape.Rank > 2 && width > 1
            ? string.Join(',', Places(trace.Nodes[node].Shape.Inner(), unit).Concat(trace.Samples > 1 ? [sample] : []).Select(place => place + 1))
            : Indices(width, Offset(node) + unit, sample);
        return node == 0 ? With("x", "", indices) : With(Letter(node), Upper(node), indices);
    }

    /// <summary>The symbol of a whole node.</summary>
    public string Node(int node) => trace.First(node) == 0 ? "x" : With(Letter(trace.First(node)), Upper(trace.First(node)), "");

    /// <summary>The symbol of the derivative of the loss with respect to an element: delta for a weighted sum, as usual.</summary>
    public string Delta(int node, int sample, int unit)
    {
        var name = Unit(node, sample, unit);
        return name[0] == 'z' ? "delta" + name[1..] : $"dL/d{name}";
    }

    /// <summary>The symbol of the target.</summary>
    public string Target(int sample, int unit, int width) => With("y", "", Indices(width, unit, sample));

    /// <summary>The symbol of the weight of a linear layer from an input to an output, both from 0.</summary>
    public string Weight(int layer, int output, int input) => isSingle ? "w"
        : options.NumbersThrough
            ? string.Create(CultureInfo.InvariantCulture, $"w_{input + 1}{Offset(layer + 1) + output + 1}")
            : string.Create(CultureInfo.InvariantCulture, $"w{Upper(layer + 1)}_{output + 1},{input + 1}");

    /// <summary>The symbol of a bias of a linear layer.</summary>
    public string Bias(int layer, int output)
        => isSingle ? "b" : string.Create(CultureInfo.InvariantCulture, $"b{Upper(layer + 1)}_{Offset(layer + 1) + output + 1}");

    /// <summary>The number of units of a node: elements of one sample.</summary>
    public int Width(int node) => trace.Nodes[node].Count / trace.Samples;

    /// <summary>The place of an element along each axis, from 0.</summary>
    public static int[] Places(Shape shape, int element)
    {
        var places = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (element, places[axis]) = Math.DivRem(element, shape[axis]);
        }

        return places;
    }

    private static string With(string letter, string upper, string lower) => $"{letter}{upper}{(lower.Length > 0 ? "_" : "")}{lower}";

    private string Indices(int width, int unit, int sample)
    {
        var parts = new List<int>();
        if (width != 1)
        {
            parts.Add(unit + 1);
        }

        if (trace.Samples > 1)
        {
            parts.Add(sample + 1);
        }

        return string.Join(',', parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
    }

    private string Letter(int node) => !IsWeightedSum(trace.Layers[node - 1]) ? trace.Elementwise(node - 1) is null ? "h" : "a"
        : trace.Consumer(node) == trace.Layers.Count ? options.OutputLetter : "z";

    /// <summary>Whether a layer's outputs are weighted sums of its inputs.</summary>
    public static bool IsWeightedSum(Layer layer) => layer is Linear or Conv1d or Conv2d or ConvTranspose2d;

    // Weighted sums and activations are counted by the layers with weights, whatever else there is by its place among all layers.
    private string Upper(int node) => options.NumbersThrough
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"^({(Letter(node) == "h" ? node : LinearNumber(node))})");

    /// <summary>The number of the layer with weights that a node belongs to, from 1.</summary>
    private int LinearNumber(int node)
        => trace.Layers.Take(node).Count(layer => layer.Parameters.Any(named => !named.Parameter.IsStatistic));

    private int Offset(int node)
    {
        if (!options.NumbersThrough)
        {
            return 0;
        }

        var linear = Enumerable.Range(0, node).Where(layer => trace.Layers[layer] is Linear).ToArray();
        return linear.Length == 0 ? 0 : linear[..^1].Sum(layer => Width(layer + 1));
    }
}
