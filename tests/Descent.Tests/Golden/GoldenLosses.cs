using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every loss against PyTorch's values and gradients, in both floating types.</summary>
public class GoldenLosses(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new(Losses.Keys);

    private static readonly Dictionary<string, Func<GoldenCase, Loss>> Losses = new()
    {
        ["MseLoss"] = one => new MeanSquaredError { Reduction = ReductionOf(one) },
    };

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("losses.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
            {
                Check(one, type, Losses[kind](one));
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    private static void Check(GoldenCase one, ElementType type, Loss loss)
    {
        var inputs = one.Inputs.ToDictionary(
            input => input.Key,
            input => one.Gradients.ContainsKey(input.Key) ? input.Value.ToTensor(type).Tracked() : input.Value.ToTensor(type));
        var value = loss.Compute(inputs["prediction"], inputs["target"]);
        one.CheckOutput("loss", value);
        var names = one.Gradients.Keys.ToArray();
        var gradients = Gradients.Of(value.Sum(), names.Select(name => inputs[name]).ToArray());
        for (var i = 0; i < names.Length; i++)
        {
            one.CheckGradient(names[i], gradients[i]);
        }
    }

    private static Reduction ReductionOf(GoldenCase one) => one.Text("reduction") switch
    {
        "none" => Reduction.None,
        "sum" => Reduction.Sum,
        _ => Reduction.Mean,
    };
}
