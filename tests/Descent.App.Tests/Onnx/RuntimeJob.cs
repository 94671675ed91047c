using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.App.Tests.Onnx;

/// <summary>A tensor on its way to ONNX Runtime or back.</summary>
internal sealed record RuntimeTensor(string Type, int[] Lengths, float[] Values)
{
    public static RuntimeTensor Of(Tensor tensor)
        => new(tensor.Type == ElementType.Int32 ? "int32" : "float32", [.. tensor.Shape], tensor.To(ElementType.Float32).ToArray<float>());
}

/// <summary>A model's file and the inputs of each run.</summary>
internal sealed record RuntimeJob(string Model, IReadOnlyDictionary<string, RuntimeTensor>[] Runs);

/// <summary>The output of each run, or what went wrong.</summary>
internal sealed record RuntimeResult(RuntimeTensor[]? Outputs, string? Error);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RuntimeJob[]))]
[JsonSerializable(typeof(RuntimeResult[]))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
