using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>
/// Connectionist temporal classification against PyTorch's, lengths and impossible labels included, in both floating types.
/// </summary>
public class GoldenCtc(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new("CtcLoss");

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("losses.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                // The reference puts steps before samples.
                var logits = one.Inputs["logits"].ToTensor(type).Tracked();
                var value = LossOf(one).Compute(
                    logits.Transpose(0, 1), one.Inputs["targets"].ToTensor(type), one.Inputs["input_lengths"].ToTensor(type),
                    one.Inputs["target_lengths"].ToTensor(type));
                one.CheckOutput("loss", value);
                foreach (var name in one.Gradients.Keys)
                {
                    one.CheckGradient(name, Gradients.Of(value.Sum(), [logits])[0]);
                    one.CheckGradient(name, Gradients.Of(value.Sum(), [logits], differentiable: true)[0]);
                }
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    private static Ctc LossOf(GoldenCase one) => new(one.Integer("blank"), one.Flag("zero_infinity"))
    {
        Reduction = one.Text("reduction") switch
        {
            "none" => Reduction.None,
            "sum" => Reduction.Sum,
            _ => Reduction.Mean,
        },
    };
}
