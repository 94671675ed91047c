using Descent.Onnx;

namespace Descent.Cli.Imports;

/// <summary>The files that can be looked into, and those that tensors are written to, by extension.</summary>
internal static class ImportFormats
{
    private static readonly (string Extension, Func<string, ImportedFile> Read)[] Readers =
    [
        (".onnx", ReadOnnx),
        (".pt", ReadTorch),
        (".pth", ReadTorch),
        (".safetensors", ReadSafeTensors),
        (".npz", path => new ImportedFile(path, "NumPy arrays", [], [.. NpzFile.Open(path).ReadAll()])),
        (".npy", path => new ImportedFile(path, "a NumPy array", [], [new(Path.GetFileNameWithoutExtension(path), NpyFile.Read(path))])),
    ];

    private static readonly (string Extension, Action<string, ImportedFile> Write)[] Writers =
    [
        (".safetensors", (path, file) => SafeTensors.Write(path, file.Tensors, file.Metadata)),
        (".npz", (path, file) => NpzFile.Write(path, file.Tensors)),
    ];

    /// <summary>What files end in.</summary>
    public static IEnumerable<string> Extensions => Readers.Select(reader => reader.Extension);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SpecificationException">Its extension is not known.</exception>
    public static ImportedFile Read(string path) => Find(Readers, path)(path);

    /// <summary>What writes tensors to a file.</summary>
    /// <exception cref="SpecificationException">Its extension is not known.</exception>
    public static Action<string, ImportedFile> WriterOf(string path) => Find(Writers, path);

    private static T Find<T>((string Extension, T Use)[] formats, string path)
        => Array.Find(formats, format => format.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase)) is { Extension: not null } found
            ? found.Use
            : throw new SpecificationException($"'{path}' ends in none of {string.Join(", ", formats.Select(format => format.Extension))}.");

    private static ImportedFile ReadOnnx(string path)
    {
        var model = OnnxFile.Read(path);
        List<(string, string)> facts = [("written by", model.Producer), ("operator set", $"{model.OperatorSet}")];
        facts.AddRange(model.Inputs.Select(input => ("input", input.ToString())));
        facts.AddRange(model.Outputs.Select(output => ("output", output.ToString())));
        facts.Add(("operators", string.Join(", ", model.Operators.Select(pair => $"{pair.Value} {pair.Key}"))));
        facts.AddRange(model.Metadata.Select(pair => (pair.Key, pair.Value)));
        return new ImportedFile(path, "an ONNX model", facts, [.. model.Parameters.Select(named => KeyValuePair.Create(named.Path, named.Parameter.Value))])
        {
            Metadata = model.Metadata,
        };
    }

    private static ImportedFile ReadTorch(string path) => new(path, "a state dictionary of PyTorch", [], [.. TorchFile.Read(path)]);

    private static ImportedFile ReadSafeTensors(string path)
    {
        var file = SafeTensors.Read(path);
        return new ImportedFile(path, "safetensors", [.. file.Metadata.Select(pair => (pair.Key, pair.Value))], [.. file.Tensors]) { Metadata = file.Metadata };
    }
}
