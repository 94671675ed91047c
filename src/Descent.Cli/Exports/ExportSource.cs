using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Cli.Exports;

/// <summary>A run that is exported, with what files of weights tell about it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Metadata">The model's specification, the shape and encoding of inputs, the task and its classes, as texts.</param>
internal sealed record ExportSource(SavedRun Run, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Loads a run; one from before run folders kept how arrays became inputs needs its data for that.</summary>
    public static ExportSource Load(string folder)
    {
        var run = SavedRun.Load(folder);
        var metadata = new Dictionary<string, string>
        {
            ["model"] = run.Recipe.Model!,
            ["loss"] = run.Recipe.Loss!,
            ["task"] = run.Recipe.Task?.ToString().ToLowerInvariant() ?? "",
            ["input_shape"] = string.Join('x', run.Recipe.InputShape!),
        };
        if (run.Encoder is { } encoder)
        {
            metadata["target"] = encoder.Target.Name;
            metadata["features"] = Json(encoder.FeatureNames);
            AddClasses(metadata, encoder.Target.ClassNames);
            return new ExportSource(run, metadata);
        }

        try
        {
            var inputs = run.Arrays;
            AddClasses(metadata, inputs.Task == TaskKind.Classification ? inputs.OutputNames : []);
            metadata["input_scale"] = Json(inputs.Scaling.Scale);
            metadata["input_shift"] = Json(inputs.Scaling.Shift);
        }
        catch (Exception error) when (error is DescentException or IOException)
        {
            Failure.Write($"{error.Message}\nThe data is not needed for the model; the names of classes and the scaling of inputs are left out of the files.");
        }

        return new ExportSource(run, metadata);
    }

    private static void AddClasses(Dictionary<string, string> metadata, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            metadata["classes"] = Json(names);
        }
    }

    private static string Json(IReadOnlyList<string> texts) => JsonSerializer.Serialize([.. texts], ExportJson.Default.StringArray);

    private static string Json(ReadOnlySpan<float> numbers) => JsonSerializer.Serialize(numbers.ToArray(), ExportJson.Default.SingleArray);
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[]))]
internal sealed partial class ExportJson : JsonSerializerContext;
