using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Entropy, cross-entropy and divergences of distributions against the formulas, values and gradients.</summary>
public class GoldenInformation(ITestOutputHelper output)
{
    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    private static readonly Dictionary<string, Func<Tensor, Tensor, InformationUnit, Tensor>> Quantities = new()
    {
        ["Entropy"] = (p, _, unit) => InformationTheory.Entropy(p, unit),
        ["CrossEntropyOfDistributions"] = (p, t, unit) => InformationTheory.CrossEntropy(t, p, unit),
        ["KlDivergenceOfDistributions"] = (p, t, unit) => InformationTheory.KlDivergence(t, p, unit),
        ["JensenShannonDivergence"] = (p, t, unit) => InformationTheory.JensenShannonDivergence(t, p, unit),
    };

    public static TheoryData<string> Kinds => new(Quantities.Keys);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("losses.json").Of(kind);
        foreach (var (one, type) in cases.SelectMany(one => Types.Select(type => (one, type))))
        {
            var unit = one.Text("unit") == "bits" ? InformationUnit.Bits : InformationUnit.Nats;
            var model = one.Inputs["prediction"].ToTensor(type).Tracked();
            var target = one.Inputs.TryGetValue("target", out var given) ? given.ToTensor(type) : model;
            var rows = Quantities[kind](model, target, unit);
            var value = one.Text("reduction") switch
            {
                "none" => rows,
                "sum" => rows.Sum(),
                _ => rows.Mean(),
            };
            one.CheckOutput("loss", value);
            if (one.Gradients.ContainsKey("prediction"))
            {
                one.CheckGradient("prediction", Gradients.Of(value.Sum(), [model])[0]);
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }
}
