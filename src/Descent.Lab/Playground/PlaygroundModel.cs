namespace Descent.Lab.Playground;

/// <summary>The network of a playground: hidden layers, and an end that goes with the loss.</summary>
/// <param name="Text">The network as a specification.</param>
/// <param name="Network">The network.</param>
/// <param name="Columns">What stands side by side in a drawing of it: each hidden layer, then the output.</param>
internal sealed record PlaygroundModel(string Text, Sequential Network, IReadOnlyList<PlaygroundColumn> Columns)
{
    /// <summary>The network of some settings.</summary>
    /// <exception cref="DescentException">A layer, an activation or an initializer is not known.</exception>
    public static PlaygroundModel Of(PlaygroundSettings settings, Dataset train, Loss loss)
    {
        var init = settings.Init is "default" or "" ? ""
            : $" init={Specification.Find(settings.Init, Catalog.Initializers, "initializer").Name}";
        List<string> parts = [];
        List<PlaygroundColumn> columns = [];
        foreach (var text in settings.Layers ?? [])
        {
            var (units, activation) = PlaygroundSettings.Layer(text);
            // Made once on its own, so that the text can name nothing but one activation.
            Specification.Make(activation, Catalog.Activations, "activation");
            var definition = Specification.Find(activation.Split(' ', 2)[0], Catalog.Activations, "activation");
            columns.Add(new PlaygroundColumn(parts.Count, parts.Count + 1, definition));
            parts.Add($"linear {units}{init}");
            parts.Add(activation);
            if (settings.Dropout > 0)
            {
                parts.Add(FormattableString.Invariant($"dropout {settings.Dropout:R}"));
            }
        }

        columns.Add(new PlaygroundColumn(parts.Count, parts.Count, null));
        parts.Add($"linear {Targets.OutputWidth(loss, train)}{init}");
        if (End(loss) is { } end)
        {
            parts.Add(end);
        }

        var model = string.Join(", ", parts);
        var network = ModelSpecification.Build(model, train.InputShape);
        network.Initialize(settings.Seed);
        return new PlaygroundModel(model, network, columns);
    }

    /// <summary>What a loss of probabilities needs after the last linear layer.</summary>
    private static string? End(Loss loss) => loss.Expects switch
    {
        Expectation.Probabilities => loss.Target == TargetKind.Binary ? "sigmoid" : "softmax",
        Expectation.LogProbabilities => "log-softmax",
        _ => null,
    };
}

/// <summary>A column of units in the drawing of a network.</summary>
/// <param name="Linear">The place of its linear layer in the network.</param>
/// <param name="Output">The place of the layer whose outputs are its units.</param>
/// <param name="Activation">The activation; null for the output column.</param>
internal sealed record PlaygroundColumn(int Linear, int Output, Definition? Activation);
