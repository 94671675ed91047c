using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every activation against PyTorch's values and gradients, kinks included, in both floating types.</summary>
public class GoldenActivations(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new(Activations.Keys);

    private static readonly Dictionary<string, Func<GoldenCase, Layer>> Activations = new()
    {
        ["BinaryStep"] = _ => new BinaryStep(),
        ["Identity"] = _ => new Identity(),
        ["Sigmoid"] = _ => new Sigmoid(),
        ["Tanh"] = _ => new Tanh(),
        ["ReLU"] = _ => new Relu(),
        ["LeakyReLU"] = one => new LeakyRelu(one.Number("negative_slope")),
        ["PReLU"] = one => new PRelu(one.Inputs["weight"].Shape.Count),
        ["ELU"] = one => new Elu(one.Number("alpha")),
        ["SiLU"] = _ => new Swish(),
        ["Swish"] = _ => new Swish(trainable: true),
        ["Mish"] = _ => new Mish(),
        ["GELU"] = one => one.Text("approximate") == "tanh" ? new GeluTanh() : new Gelu(),
        ["Softplus"] = one => new Softplus(one.Number("beta")),
        ["Softmax"] = one => new Softmax(one.Integer("dim")),
        ["LogSoftmax"] = one => new LogSoftmax(one.Integer("dim")),
    };

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Forward_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        // Descent's softplus has no threshold; at 20 that is invisible in Float32, at 5 it is not.
        var types = kind == "Softplus" ? [ElementType.Float32] : GoldenLayerCheck.Types;
        var cases = GoldenFile.Load("activations.json").Of(kind).Where(one => one.Number("threshold", 20) >= 20).ToArray();
        foreach (var one in cases)
        {
            foreach (var type in types)
            {
                GoldenLayerCheck.Run(one, Activations[kind](one), type);
            }
        }

        output.WriteLine($"{kind}: {cases.Length} cases in {string.Join(", ", types)}");
    }
}
