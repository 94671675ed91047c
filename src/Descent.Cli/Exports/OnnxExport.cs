using Descent.Onnx;

namespace Descent.Cli.Exports;

/// <summary>The model as an ONNX graph.</summary>
internal static class OnnxExport
{
    /// <summary>The form.</summary>
    public static ExportFormat Format { get; } = new("onnx", "model.onnx", "for ONNX Runtime and others", Write);

    private static void Write(ExportSource source, string path)
    {
        var run = source.Run;
        var encoding = run.Encoder is not null ? "the columns of a table encoded as encoder.json says" : "scaled as the data set is";
        OnnxFile.Write(path, run.Model, run.InputShape, new OnnxExportOptions
        {
            Description = $"input: {encoding}. output: what the loss {run.Recipe.Loss} takes, such as logits. Trained by Descent on {run.Recipe.Source}.",
            Metadata = source.Metadata,
        });
    }
}
