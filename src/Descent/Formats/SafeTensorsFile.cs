namespace Descent;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Path">Where it was read from.</param>
/// <param name="Tensors">The tensors by name.</param>
/// <param name="Metadata">The texts kept with them.</param>
public sealed record SafeTensorsFile(string Path, IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Loads every parameter of a model from the tensor of its path. Nothing is changed unless all fit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prefix">What stands before each path in the file.</param>
    /// <exception cref="ModelFileException">A parameter is missing or has another shape.</exception>
    public void LoadInto(Layer model, string prefix = "")
    {
        CheckFits(model, prefix);
        foreach (var (path, parameter) in model.Parameters)
        {
            parameter.Load(Tensors[prefix + path]);
        }
    }

    /// <summary>Refuses a file that lacks a parameter of a model, or has it in another shape.</summary>
    /// <inheritdoc cref="LoadInto"/>
    public void CheckFits(Layer model, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var (path, parameter) in model.Parameters)
        {
            var tensor = Tensors.GetValueOrDefault(prefix + path)
                ?? throw new ModelFileException($"'{Path}' has no tensor '{prefix}{path}'. {NearestNames.Suggest(prefix + path, Tensors.Keys)}");
            if (!tensor.Shape.Equals(parameter.Shape))
            {
                throw new ModelFileException($"'{Path}': the tensor '{prefix}{path}' has the shape {tensor.Shape}, the model needs {parameter.Shape}: it is another model's file.");
            }
        }
    }
}
