using System.Text.Json;

namespace Descent.Tests.Golden;

/// <summary>A tensor of a reference file: floating, whole numbers or booleans, all held as double.</summary>
public sealed record GoldenTensor(Shape Shape, double[] Values, string Type)
{
    public bool IsFloating => Type == "float64";

    /// <summary>The tensor, floating in the given type, whole numbers and booleans as Int32.</summary>
    public Tensor ToTensor(ElementType type) => Tensor.From<double>(Values, Shape).To(IsFloating ? type : ElementType.Int32);

    /// <summary>The tensor in the given floating type, whole numbers and booleans too.</summary>
    public Tensor ToFloating(ElementType type) => Tensor.From<double>(Values, Shape).To(type);

    public int[] ToIntegers() => Array.ConvertAll(Values, value => (int)value);

    internal static GoldenTensor Read(JsonElement json) => new(
        new Shape(json.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()).ToArray()),
        json.GetProperty("data").EnumerateArray().Select(Number).ToArray(),
        json.TryGetProperty("dtype", out var type) ? type.GetString()! : "float64");

    /// <summary>A number, also one that JSON lacks: NaN, Infinity, -Infinity as strings.</summary>
    internal static double Number(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new FormatException($"'{text}' is no number."),
        },
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => json.GetDouble(),
    };
}
