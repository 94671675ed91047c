using Descent.Onnx.Schema;
using Google.Protobuf;

namespace Descent.Onnx;

/// <summary>
/// The ONNX format: models as graphs that other programs run. A model is written from the record of its evaluation, operation by operation, with
/// its parameters under their own names and with any number of samples in a batch.
/// </summary>
/// <remarks>Source: Open Neural Network Exchange, IR version 8, operator set 17.</remarks>
public static class OnnxFile
{
    /// <summary>The operations that can be exported, by their names in records and errors.</summary>
    public static IReadOnlyList<string> ExportableOperations { get; } = [.. OperationExports.All.Select(export => export.Name)];

    /// <summary>Writes a model, atomically. It has the input <c>input</c> [batch, sample...] and the output <c>output</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; it is evaluated, not trained.</param>
    /// <param name="sample">The shape of one sample, the axis of the batch left out.</param>
    /// <param name="options">What the file says beside the computation.</param>
    /// <exception cref="DescentException">An operation has no counterpart in ONNX, or the model decides by the values it computes; what can be exported is told.</exception>
    public static void Write(string path, Layer model, Shape sample, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        WriteFile(path, Exporter.Export(model, [sample], inputs => model.Forward(inputs[0]), options ?? new()));
    }

    /// <summary>Writes a model of two inputs, <c>input_1</c> and <c>input_2</c>, both of as many samples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; it is evaluated, not trained.</param>
    /// <param name="first">The shape of one sample of the first input.</param>
    /// <param name="second">The shape of one sample of the second.</param>
    /// <param name="options">What the file says beside the computation.</param>
    /// <inheritdoc cref="Write(string, Layer, Shape, OnnxExportOptions)"/>
    public static void Write(string path, TwoInputLayer model, Shape first, Shape second, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        WriteFile(path, Exporter.Export(model, [first, second], inputs => model.Forward(inputs[0], inputs[1]), options ?? new()));
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelFileException">
    /// The file is missing, damaged or cut; uses operators that are not known, which are all named; or refers to numbers outside its folder.
    /// </exception>
    public static OnnxModel Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new OnnxModel(new GraphReader(path).Read());
    }

    private static void WriteFile(string path, ModelProto model) => AtomicFile.Write(path, model.WriteTo);
}
