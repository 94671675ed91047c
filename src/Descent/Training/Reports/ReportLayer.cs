namespace Descent;

/// <summary>A layer of the model of a run.</summary>
/// <param name="Name">Its name in the layer around it; empty for the model.</param>
/// <param name="Description">It in the words of a specification: <c>linear 64 -> 10</c>.</param>
/// <param name="Parameters">The trainable numbers in it.</param>
/// <param name="OutputShape">The shape of its output for one sample; null where it is not known.</param>
/// <param name="Children">The layers in it.</param>
public sealed record ReportLayer(
    string Name, string Description, long Parameters, IReadOnlyList<int>? OutputShape, IReadOnlyList<ReportLayer> Children)
{
    private const int MostChildren = 200;

    /// <summary>The tree of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The shape of one sample.</param>
    public static ReportLayer Of(Layer model, Shape input)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of("", model, input);
    }

    private static ReportLayer Of(string name, Layer layer, Shape? input)
    {
        var output = Output(layer, input);
        var inner = input;
        var children = new List<ReportLayer>();
        foreach (var (childName, child) in layer.Children.Take(MostChildren))
        {
            // What is in a layer that is no sequence may take anything.
            var given = layer is Sequential ? inner : null;
            children.Add(Of(childName, child, given));
            inner = Output(child, given);
        }

        return new(name, layer.Describe(), layer.ParameterCount, output is { } shape ? [.. Enumerable.Range(0, shape.Rank).Select(i => shape[i])] : null, children);
    }

    private static Shape? Output(Layer layer, Shape? input)
    {
        try
        {
            return input is { } shape ? layer.OutputShape(shape) : null;
        }
        catch (ShapeException)
        {
            return null;
        }
    }
}
