using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every loss against PyTorch's values and gradients, in both floating types.</summary>
public class GoldenLosses(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new(Losses.Keys);

    private static readonly Dictionary<string, Func<GoldenCase, Loss>> Losses = new()
    {
        ["MseLoss"] = one => new MeanSquaredError { Reduction = ReductionOf(one) },
        ["CrossEntropyLoss"] = one => new CrossEntropy(
            one.Number("label_smoothing"), Weights(one), one.Has("ignore_index") ? one.Integer("ignore_index") : null)
        {
            Reduction = ReductionOf(one),
        },
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
        if (one.Outputs["loss"].Values is [double.NaN])
        {
            // All targets ignored: the reference divides 0 by 0, Descent says 0.
            Assert.Equal(0, value.Item());
            Assert.Equal(0, loss.Total(inputs["prediction"], inputs["target"]).Weight);
            Assert.All(Gradients.Of(value, [inputs["prediction"]])[0].ToDoubles(), element => Assert.Equal(0, element));
            return;
        }

        one.CheckOutput("loss", value);
        var names = one.Gradients.Keys.ToArray();
        var gradients = Gradients.Of(value.Sum(), names.Select(name => inputs[name]).ToArray());
        for (var i = 0; i < names.Length; i++)
        {
            one.CheckGradient(names[i], gradients[i]);
        }
    }

    private static double[]? Weights(GoldenCase one) => one.Inputs.GetValueOrDefault("weight")?.Values;

    private static Reduction ReductionOf(GoldenCase one) => one.Text("reduction") switch
    {
        "none" => Reduction.None,
        "sum" => Reduction.Sum,
        _ => Reduction.Mean,
    };
}
