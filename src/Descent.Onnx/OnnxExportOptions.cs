namespace Descent.Onnx;

/// <summary>What an ONNX file says beside the computation.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// The type of the input: <see cref="ElementType.Float32"/>, or <see cref="ElementType.Int32"/> for models whose first layer is an
    /// <see cref="Embedding"/> that is to be given whole numbers.
    /// </summary>
    public ElementType InputType { get; init; } = ElementType.Float32;

    /// <summary>A text about the model: what goes in and what comes out.</summary>
    public string Description { get; init; } = "";

    /// <summary>Further texts by name, such as the names of classes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
