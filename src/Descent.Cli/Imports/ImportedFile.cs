namespace Descent.Cli.Imports;

/// <summary>What a file of another library holds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Facts">What it says about itself: names and values, in order.</param>
/// <param name="Tensors">The tensors by name, in the file's order.</param>
internal sealed record ImportedFile(
    string Path, string Kind, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<KeyValuePair<string, Tensor>> Tensors)
{
    /// <summary>The texts that the file carries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
