using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>How honest a model's confidence is on its test part, before and after its temperature was fitted on the validation part.</summary>
/// <param name="Temperature">What logits are divided by.</param>
/// <param name="ValidationSamples">The samples that it was fitted on.</param>
/// <param name="Before">The test part as the model is.</param>
/// <param name="After">The test part with the temperature.</param>
public sealed record Calibration(double Temperature, int ValidationSamples, Evaluation Before, Evaluation After);

/// <summary>What a run folder keeps of a calibration.</summary>
internal sealed record SavedTemperature(double Temperature, int ValidationSamples)
{
    /// <summary>Reads it; 1 where there is none.</summary>
    /// <exception cref="DataException">The file is damaged.</exception>
    public static double Read(RunFolder folder)
    {
        if (!File.Exists(folder.CalibrationFile))
        {
            return 1;
        }

        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllText(folder.CalibrationFile), CalibrationJson.Default.SavedTemperature);
            return saved is { Temperature: >= TemperatureScaling.Lowest and <= TemperatureScaling.Highest } ? saved.Temperature : throw Damaged(null);
        }
        catch (JsonException error)
        {
            throw Damaged(error);
        }

        DataException Damaged(Exception? cause) => new(
            $"'{folder.CalibrationFile}' holds no temperature from {TemperatureScaling.Lowest} to {TemperatureScaling.Highest}. Delete it, and calibrate anew with 'descent evaluate {folder.Path} --calibrate'.", cause);
    }

    /// <summary>Writes it.</summary>
    public void Write(RunFolder folder) => AtomicFile.Write(folder.CalibrationFile, JsonSerializer.Serialize(this, CalibrationJson.Default.SavedTemperature) + "\n");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SavedTemperature))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
