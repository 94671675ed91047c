using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Attention against PyTorch's: outputs, weights and every gradient, with masks of all kinds.</summary>
public class GoldenAttention(ITestOutputHelper output)
{
    private const string Plain = "ScaledDotProductAttention";
    private const string Heads = "MultiheadAttention";

    public static TheoryData<string> Kinds => new(Plain, Heads);

    [SkippableFact]
    public void ScaledDotProduct_EveryCase_HasTheReferenceValuesAndGradients()
    {
        var cases = GoldenFile.Load("layers.json").Of(Plain);
        foreach (var one in cases)
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                var inputs = Tracked(one, type, "query", "key", "value", "attn_mask");
                var (y, weights) = ScaledDotProduct.Of(
                    inputs["query"], inputs["key"], inputs["value"], inputs.GetValueOrDefault("attn_mask"), one.Flag("is_causal"));
                Check(one, inputs, y, weights);
            }
        }

        output.WriteLine($"{cases.Count} cases in two types");
    }

    [SkippableFact]
    public void Attend_EveryCase_HasTheReferenceValuesAndGradients()
    {
        var cases = GoldenFile.Load("layers.json").Of(Heads);
        foreach (var one in cases)
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                CheckHeads(one, type);
            }
        }

        output.WriteLine($"{cases.Count} cases in two types");
    }

    private static void CheckHeads(GoldenCase one, ElementType type)
    {
        var layer = new MultiHeadAttention(one.Integer("embed_dim"), one.Integer("num_heads"), bias: one.Flag("bias"));
        layer.Convert(type);
        layer.Initialize(0);
        var inputs = Tracked(one, type, "query", "key", "value");
        foreach (var (path, parameter) in layer.Parameters)
        {
            var name = path.Replace("out_proj.", "out_proj_", StringComparison.Ordinal);
            if (one.Inputs.TryGetValue(name, out var values))
            {
                parameter.Load(values.ToTensor(type));
                inputs.Add(name, parameter);
            }
            else
            {
                parameter.Load(Tensor.Zeros(parameter.Shape, type));
            }
        }

        var batchFirst = one.Flag("batch_first");
        Tensor Turned(Tensor tensor) => batchFirst ? tensor : tensor.Transpose(0, 1);
        var (y, weights) = layer.Attend(Turned(inputs["query"]), Turned(inputs["key"]), Turned(inputs["value"]), MaskOf(one));
        Check(one, inputs, Turned(y), one.Flag("average_attn_weights") ? weights.Mean(1) : weights);
    }

    // PyTorch's boolean masks are true where attention is forbidden.
    private static Tensor? MaskOf(GoldenCase one)
    {
        if (one.Inputs.TryGetValue("key_padding_mask", out var padding))
        {
            return Allowed(padding).Reshape(padding.Shape[0], 1, 1, padding.Shape[1]);
        }

        return one.Inputs.TryGetValue("attn_mask", out var mask) ? Allowed(mask) : null;
    }

    private static Tensor Allowed(GoldenTensor forbidden)
        => Tensor.From<int>([.. forbidden.Values.Select(value => value == 0 ? 1 : 0)], forbidden.Shape.Lengths);

    private static Dictionary<string, Tensor> Tracked(GoldenCase one, ElementType type, params string[] names)
        => names.Where(one.Inputs.ContainsKey).ToDictionary(
            name => name,
            name => one.Inputs[name].ToTensor(type) is var tensor && tensor.Type.IsFloating() ? tensor.Tracked() : one.Inputs[name].ToTensor(type));

    private static void Check(GoldenCase one, Dictionary<string, Tensor> inputs, Tensor y, Tensor weights)
    {
        one.CheckOutput("output", y);
        one.CheckOutput("weights", weights);
        GoldenLayerCheck.CheckGradients(
            one, new Sequential(), [.. inputs.Select(input => (input.Key, input.Value))], [(y, "output_gradient"), (weights, "weights_gradient")]);
    }
}
