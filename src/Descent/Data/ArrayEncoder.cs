using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>
/// What images and other arrays are to a model: the shape of a sample, how stored numbers are scaled, and what the outputs are called.
/// Kept beside a model as JSON, so that the model can be used where its training data is not.
/// </summary>
public sealed record ArrayEncoder
{
    private InputScaling? scaling;

    /// <summary>The shape of one sample: [64], [3, 32, 32].</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The factor of each channel (each feature of flat samples), or one for all: x * scale + shift.</summary>
    public required IReadOnlyList<float> Scale { get; init; }

    /// <summary>What is added after the factor.</summary>
    public required IReadOnlyList<float> Shift { get; init; }

    /// <summary>Whether a class or values are predicted.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The names of the classes by label, or of the values.</summary>
    public required IReadOnlyList<string> OutputNames { get; init; }

    /// <summary>A name for each feature of flat samples; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The shape of one sample.</summary>
    [JsonIgnore]
    public Shape InputShape => new([.. Shape]);

    /// <summary>How stored numbers become those that the network sees.</summary>
    [JsonIgnore]
    public InputScaling Scaling => scaling ??= InputScaling.Of([.. Scale], [.. Shift]);

    /// <summary>The encoder of a data set that a model was trained on.</summary>
    public static ArrayEncoder Of(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new ArrayEncoder
        {
            Shape = training.InputShape.Lengths.ToArray(),
            Scale = training.Scaling.Scale.ToArray(),
            Shift = training.Scaling.Shift.ToArray(),
            Task = training.Task,
            OutputNames = training.Task == TaskKind.Classification ? training.ClassNames : training.TargetNames,
            FeatureNames = training.FeatureNames,
        };
    }

    /// <summary>Writes the encoder as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ArrayEncoderJson.Default.ArrayEncoder);

    /// <summary>Reads an encoder that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">The file, for errors.</param>
    /// <exception cref="DataException">The text is no such encoder, or is damaged.</exception>
    public static ArrayEncoder FromJson(string json, string name = "inputs.json")
    {
        try
        {
            var encoder = JsonSerializer.Deserialize(json, ArrayEncoderJson.Default.ArrayEncoder);
            return encoder is not null && encoder.Flaw() is null
                ? encoder
                : throw new DataException($"{name}: {encoder?.Flaw() ?? "it is empty"}; train the model again.");
        }
        catch (JsonException exception)
        {
            throw new DataException($"{name} cannot be read: {exception.Message} Train the model again.", exception);
        }
    }

    // JSON may hold null wherever a list or a text should stand.
    private string? Flaw()
    {
        if (Shape is null || Shape.Count == 0 || Shape.Any(length => length < 1) || Shape.Aggregate(1.0, (product, length) => product * length) > Array.MaxLength)
        {
            return "the shape of a sample is missing or no shape";
        }

        var elements = Shape.Aggregate(1, (product, length) => product * length);
        if (Scale is null || Shift is null || Scale.Count != Shift.Count || !(Scale.Count == 1 || Scale.Count == Shape[0] || Scale.Count == elements)
            || !Scale.Concat(Shift).All(float.IsFinite))
        {
            return "the scaling does not fit the samples";
        }

        if (OutputNames is null || OutputNames.Count == 0 || OutputNames.Contains(null!) || !Enum.IsDefined(Task)
            || (Task == TaskKind.Classification && OutputNames.Count < 2))
        {
            return "the names of the outputs are missing";
        }

        return FeatureNames is null || FeatureNames.Contains(null!) ? "a feature has no name" : null;
    }
}

/// <summary>The encoder's JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArrayEncoder))]
internal sealed partial class ArrayEncoderJson : JsonSerializerContext;
