namespace Descent.Tests.Architecture;

/// <summary>The floors of the house, from the ground up. A file may use its own floor and those below.</summary>
public enum Floor
{
    /// <summary>Spans in, spans out; and the errors that everything may throw.</summary>
    Kernels,

    /// <summary>A tensor, how it was made, and what can be computed.</summary>
    Computation,

    /// <summary>Layers, losses, optimizers and the rest of the field's words, with the form in which they describe themselves.</summary>
    Vocabulary,

    /// <summary>What people do with a model.</summary>
    Use,

    /// <summary>What people see.</summary>
    Face,
}

/// <summary>Which floor a source file stands on.</summary>
internal static class Floors
{
    private static readonly Dictionary<string, Floor> Folders = new()
    {
        ["Kernels"] = Floor.Kernels,
        ["Tensors"] = Floor.Computation,
        ["Autograd"] = Floor.Computation,
        ["Programs"] = Floor.Computation,
        ["Operations"] = Floor.Computation,
        ["Expressions"] = Floor.Computation,
        ["Layers"] = Floor.Vocabulary,
        ["Activations"] = Floor.Vocabulary,
        ["Losses"] = Floor.Vocabulary,
        ["Optimizers"] = Floor.Vocabulary,
        ["Schedules"] = Floor.Vocabulary,
        ["Initializers"] = Floor.Vocabulary,
        ["Metrics"] = Floor.Vocabulary,
        ["Data"] = Floor.Vocabulary,
        ["Models"] = Floor.Vocabulary,
        ["Training"] = Floor.Use,
        ["Diagnostics"] = Floor.Use,
        ["Formats"] = Floor.Use,
        ["Catalog"] = Floor.Use,
        ["Explanation"] = Floor.Use,
        ["Inference"] = Floor.Use,
    };

    // The words in which a concept describes itself, and the list that layers read init=he by; the other lists stand higher.
    private static readonly string[] SelfDescription =
        ["Definition.cs", "Option.cs", "OptionValues.cs", "Specification.cs", "SpecificationText.cs", "Catalog.Initializers.cs"];

    /// <summary>The floor of a file, by its path below <c>src</c> with forward slashes.</summary>
    public static Floor Of(string path)
    {
        var parts = path.Split('/');
        if (parts[0] != "Descent")
        {
            return parts[0] == "Descent.Onnx" ? Floor.Use : Floor.Face;
        }

        if (parts.Length == 2)
        {
            return Floor.Kernels;
        }

        return parts[1] == "Catalog" && SelfDescription.Contains(parts[2])
            ? Floor.Vocabulary
            : Folders.TryGetValue(parts[1], out var floor)
                ? floor
                : throw new InvalidOperationException($"The folder src/Descent/{parts[1]} has no floor: add it to {nameof(Floors)} and to docs/architecture.md.");
    }
}
