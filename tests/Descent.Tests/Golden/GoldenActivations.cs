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
        ["LogSigmoid"] = _ => new LogSigmoid(),
        ["HardSigmoid"] = _ => new HardSigmoid(),
        ["Tanh"] = _ => new Tanh(),
        ["HardTanh"] = one => new HardTanh(one.Number("min_val"), one.Number("max_val")),
        ["Tanhshrink"] = _ => new TanhShrink(),
        ["ReLU"] = _ => new Relu(),
        ["LeakyReLU"] = one => new LeakyRelu(one.Number("negative_slope")),
        ["ReLU6"] = _ => new Relu6(),
        ["RReLU"] = one => new RRelu(one.Number("lower"), one.Number("upper")),
        ["PReLU"] = one => new PRelu(one.Inputs["weight"].Shape.Count),
        ["ELU"] = one => new Elu(one.Number("alpha")),
        ["SELU"] = _ => new Selu(),
        ["CELU"] = one => new Celu(one.Number("alpha")),
        ["SiLU"] = _ => new Swish(),
        ["Swish"] = _ => new Swish(trainable: true),
        ["HardSwish"] = _ => new HardSwish(),
        ["Mish"] = _ => new Mish(),
        ["GELU"] = one => one.Text("approximate") == "tanh" ? new GeluTanh() : new Gelu(),
        ["Softplus"] = one => new Softplus(one.Number("beta"), one.Number("threshold")),
        ["Softsign"] = _ => new Softsign(),
        ["Softshrink"] = one => new SoftShrink(one.Number("lambd")),
        ["Hardshrink"] = one => new HardShrink(one.Number("lambd")),
        ["Threshold"] = one => new Threshold(one.Number("threshold"), one.Number("value")),
        ["Softmax"] = one => new Softmax(one.Integer("dim")),
        ["LogSoftmax"] = one => new LogSoftmax(one.Integer("dim")),
        ["Softmin"] = one => new Softmin(one.Integer("dim")),
        ["GLU"] = one => new Glu(one.Integer("dim")),
        ["Maxout"] = one => new Maxout(one.Integer("pieces"), one.Integer("dim")),
    };

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Forward_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("activations.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                GoldenLayerCheck.Run(one, Activations[kind](one), type);
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in {string.Join(", ", GoldenLayerCheck.Types)}");
    }

    [SkippableFact]
    public void Kinds_OfTheReference_AreAllChecked()
        => Assert.Equal(
            GoldenFile.Load("activations.json").Cases.Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal),
            Activations.Keys.Order(StringComparer.Ordinal));
}
