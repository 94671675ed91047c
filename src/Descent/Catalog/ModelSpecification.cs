namespace Descent;

/// <summary>
/// A network as short text: layers and activations of the <see cref="Catalog"/> joined by commas, such as
/// <c>conv 16 3x3 pad 1, relu, maxpool 2, flatten, linear 10</c>. Input sizes are worked out from the sample's shape, and
/// a network that begins with a linear layer flattens images by itself. What stands in parentheses is a network within the network:
/// <c>linear 64, residual-of (relu, linear 64), relu, linear 10</c>.
/// </summary>
public static class ModelSpecification
{
    /// <summary>Every layer and activation that a specification may name.</summary>
    public static IReadOnlyList<Definition<LayerFactory>> Known { get; } = [.. Catalog.Layers, .. Catalog.Activations];

    /// <summary>Reads a specification and makes the network.</summary>
    /// <param name="text">The layers, joined by commas or lines.</param>
    /// <param name="input">The shape of one sample.</param>
    /// <exception cref="SpecificationException">A name or an option is not known or out of range; the message says which layer.</exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it makes.</exception>
    public static Sequential Build(string text, Shape input)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(input);
        var parts = SpecificationText.Split(text, character => character is ',' or '\n');
        if (parts.All(part => part.Length == 0))
        {
            throw new SpecificationException("The model is empty; write layers joined by commas, such as 'linear 64, relu, linear 10'.");
        }

        var layers = new List<Layer>();
        foreach (var part in parts.Where(part => part.Length > 0))
        {
            var place = $"Layer {layers.Count + 1} ('{SpecificationText.Shown(part)}')";
            try
            {
                if (layers.Count == 0 && input.Rank > 1 && IsWholeLinear(part))
                {
                    // A network that begins with a linear layer takes an image as one row of numbers.
                    layers.Add(new Flatten());
                    input = layers[0].OutputShape(input);
                }

                var layer = Specification.Make(part, Known, "layer")(input);
                input = layer.OutputShape(input);
                layers.Add(layer);
            }
            catch (SpecificationException error)
            {
                throw new SpecificationException($"{place}: {error.Message}");
            }
            catch (ShapeException error)
            {
                throw new ShapeException($"{place}: {error.Message}");
            }
        }

        return new Sequential(layers.ToArray());
    }

    private static bool IsWholeLinear(string part)
        => Specification.Find(SpecificationText.Words(part)[0], Known, "layer") == Linear.Definition
            && !part.Contains("per-position", StringComparison.Ordinal);

    /// <summary>One row for each layer of a network, in order, with what it makes of a sample; sequential layers are taken apart.</summary>
    /// <param name="layer">The network.</param>
    /// <param name="input">The shape of one sample.</param>
    /// <exception cref="ShapeException">A layer cannot take what the one before it makes.</exception>
    public static IReadOnlyList<LayerSummary> Describe(Layer layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var rows = new List<LayerSummary>();
        Collect(rows, "", layer, input);
        return rows;
    }

    private static Shape Collect(List<LayerSummary> rows, string path, Layer layer, Shape input)
    {
        if (layer is not Sequential)
        {
            var output = layer.OutputShape(input);
            rows.Add(new LayerSummary(path, layer.Describe(), output, layer.ParameterCount));
            return output;
        }

        foreach (var (name, inner) in layer.Children)
        {
            input = Collect(rows, path.Length == 0 ? name : $"{path}.{name}", inner, input);
        }

        return input;
    }
}

/// <summary>One row of a network's summary.</summary>
/// <param name="Name">The layer's path, as in the names of its parameters.</param>
/// <param name="Description">The layer in the words of a specification.</param>
/// <param name="Output">The shape of a sample after it.</param>
/// <param name="ParameterCount">Its trainable numbers.</param>
public sealed record LayerSummary(string Name, string Description, Shape Output, long ParameterCount);
