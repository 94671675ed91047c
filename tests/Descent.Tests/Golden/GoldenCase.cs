using System.Text.Json;

namespace Descent.Tests.Golden;

/// <summary>One case of a reference file: what goes in, what must come out, and how closely.</summary>
public sealed class GoldenCase
{
    private readonly JsonElement json;

    internal GoldenCase(JsonElement json)
    {
        this.json = json;
        Name = json.GetProperty("name").GetString()!;
        Kind = json.GetProperty("kind").GetString()!;
        Inputs = Tensors("inputs");
        Outputs = Tensors("outputs");
        Gradients = Tensors("gradients");
    }

    public string Name { get; }

    public string Kind { get; }

    public IReadOnlyDictionary<string, GoldenTensor> Inputs { get; }

    public IReadOnlyDictionary<string, GoldenTensor> Outputs { get; }

    public IReadOnlyDictionary<string, GoldenTensor> Gradients { get; }

    /// <summary>Whether an option is there and not null.</summary>
    public bool Has(string option) => Options.TryGetProperty(option, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An option as JSON, for lists and the like.</summary>
    public JsonElement Option(string option) => Options.GetProperty(option);

    public double Number(string option, double otherwise = 0) => Has(option) ? GoldenTensor.Number(Option(option)) : otherwise;

    public int Integer(string option, int otherwise = 0) => Has(option) ? Option(option).GetInt32() : otherwise;

    public bool Flag(string option) => Has(option) && Option(option).GetBoolean();

    public string Text(string option, string otherwise = "") => Has(option) ? Option(option).GetString()! : otherwise;

    /// <summary>
    /// The tolerance of a value: t max(1, |want|) with t = 1e-9 in Float64, in Float32 1e-5 or ten times what the reference itself
    /// loses.
    /// </summary>
    /// <param name="part"><c>outputs</c> or <c>gradients</c>.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="type">The type that was computed in.</param>
    public double Tolerance(string part, string name, ElementType type)
        => type == ElementType.Float64 ? 1e-9
            : json.TryGetProperty("float32_error", out var errors)
                && errors.TryGetProperty(part, out var tensors)
                && tensors.TryGetProperty(name, out var error)
                ? Math.Max(1e-5, 10 * GoldenTensor.Number(error))
                : 1e-5;

    /// <summary>Holds an output against the reference.</summary>
    public void CheckOutput(string name, Tensor got) => Check("outputs", name, Outputs[name], got);

    /// <summary>Holds a gradient against the reference.</summary>
    public void CheckGradient(string name, Tensor got) => Check("gradients", name, Gradients[name], got);

    public override string ToString() => $"{Kind} {Name}";

    private JsonElement Options => json.GetProperty("options");

    private void Check(string part, string name, GoldenTensor want, Tensor got)
    {
        Assert.True(want.Shape.Equals(got.Shape), $"{this}, {part} {name}: the shape is {got.Shape}, not {want.Shape}.");
        var tolerance = Tolerance(part, name, got.Type);
        var values = got.ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(
                IsClose(want.Values[i], values[i], tolerance),
                $"{this} in {got.Type}, {part} {name}[{i}]: {values[i]:R}, but the reference has {want.Values[i]:R} (tolerance {tolerance:G3}).");
        }
    }

    private static bool IsClose(double want, double got, double tolerance)
        => double.IsFinite(want) ? Math.Abs(got - want) <= tolerance * Math.Max(1, Math.Abs(want)) : want.Equals(got);

    private Dictionary<string, GoldenTensor> Tensors(string part)
        => json.TryGetProperty(part, out var tensors)
            ? tensors.EnumerateObject().ToDictionary(tensor => tensor.Name, tensor => GoldenTensor.Read(tensor.Value))
            : [];
}
