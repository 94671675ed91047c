using System.Text.Json.Serialization;

namespace Descent.Examples.AspNet;

/// <summary>An answer: a class with the probabilities of all, or a value.</summary>
/// <param name="Class">The most probable class.</param>
/// <param name="Probabilities">The probability of each class.</param>
/// <param name="Value">The value, in its own unit.</param>
internal sealed record PredictionAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Class,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Probabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value)
{
    /// <summary>The answer for a prediction.</summary>
    public static PredictionAnswer Of(Prediction prediction) => prediction.Task == TaskKind.Classification
        ? new PredictionAnswer(prediction.ClassName, prediction.Names.Zip(prediction.Numbers).ToDictionary(pair => pair.First, pair => pair.Second), null)
        : new PredictionAnswer(null, null, prediction.Value);
}
