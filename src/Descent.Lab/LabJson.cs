using System.Text.Json.Serialization;
using Descent.Lab.Safety;

namespace Descent.Lab;

/// <summary>The texts that belong to no page, as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class LabJson : JsonSerializerContext;
