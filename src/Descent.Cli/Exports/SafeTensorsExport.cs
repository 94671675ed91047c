namespace Descent.Cli.Exports;

/// <summary>The parameters alone, by name, with what the model is as metadata.</summary>
internal static class SafeTensorsExport
{
    /// <summary>The form.</summary>
    public static ExportFormat Format { get; } = new("safetensors", "model.safetensors", "the parameters by name", Write);

    private static void Write(ExportSource source, string path)
        => SafeTensors.Write(path, [.. source.Run.Model.Parameters.Select(named => KeyValuePair.Create(named.Path, named.Parameter.Value))], source.Metadata);
}
