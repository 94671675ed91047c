using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Losses of several tensors against PyTorch's values and gradients: part by part, and stacked as a model gives them.</summary>
public class GoldenPairLosses(ITestOutputHelper output)
{
    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    private static readonly Dictionary<string, Pair> Losses = new()
    {
        ["CosineEmbeddingLoss"] = new(
            ["prediction", "other"],
            (one, reduction) => new CosineEmbedding(one.Number("margin")) { Reduction = reduction },
            (loss, x, target) => ((CosineEmbedding)loss).Compute((x[0], x[1]), target!)),
        ["MarginRankingLoss"] = new(
            ["prediction", "other"],
            (one, reduction) => new MarginRanking(one.Number("margin")) { Reduction = reduction },
            (loss, x, target) => ((MarginRanking)loss).Compute((x[0], x[1]), target!)),
        ["TripletMarginLoss"] = new(
            ["anchor", "positive", "negative"],
            (one, reduction) => new TripletMargin(one.Number("margin"), one.Number("p"), one.Flag("swap")) { Reduction = reduction },
            (loss, x, _) => ((TripletMargin)loss).Compute((x[0], x[1], x[2]))),
        ["NtXentLoss"] = new(
            ["first", "second"],
            (one, reduction) => new NtXent(one.Number("temperature")) { Reduction = reduction },
            (loss, x, _) => ((NtXent)loss).Compute((x[0], x[1]))),
    };

    public static TheoryData<string> Kinds => new(Losses.Keys);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValueAndGradients(string kind)
    {
        var cases = GoldenFile.Load("losses.json").Of(kind);
        foreach (var (one, type) in cases.SelectMany(one => Types.Select(type => (one, type))))
        {
            var (loss, parts, target) = Make(one, type);
            Check(one, Losses[kind].Compute(loss, parts, target), parts);
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_Stacked_HasTheReferenceValueAndGradients(string kind)
    {
        foreach (var (one, type) in GoldenFile.Load("losses.json").Of(kind).SelectMany(one => Types.Select(type => (one, type))))
        {
            var (loss, parts, target) = Make(one, type);
            var stacked = Tensor.Concatenate(1, [.. parts.Select(part => part.Reshape([part.Shape[0], 1, .. part.Shape.Lengths[1..]]))]);
            Check(one, loss.Compute(stacked, target ?? Loss.NoTarget(stacked.Shape[0])), parts);
        }
    }

    private static (Loss Loss, Tensor[] Parts, Tensor? Target) Make(GoldenCase one, ElementType type)
    {
        var reduction = one.Text("reduction") switch
        {
            "none" => Reduction.None,
            "sum" => Reduction.Sum,
            _ => Reduction.Mean,
        };
        var parts = Losses[one.Kind].Parts.Select(part => one.Inputs[part].ToTensor(type).Tracked()).ToArray();
        return (Losses[one.Kind].Make(one, reduction), parts, one.Inputs.GetValueOrDefault("target")?.ToTensor(type));
    }

    private static void Check(GoldenCase one, Tensor value, Tensor[] parts)
    {
        // Views of a sample stand side by side, [n, 2]; the reference lists all first ones, then all second ones.
        one.CheckOutput("loss", value.Shape.Rank == 2 ? value.Transpose().Reshape(value.Count) : value);
        Assert.Equal(one.Gradients.Keys, Losses[one.Kind].Parts);
        var gradients = Gradients.Of(value.Sum(), parts);
        for (var i = 0; i < parts.Length; i++)
        {
            one.CheckGradient(Losses[one.Kind].Parts[i], gradients[i]);
        }
    }

    private sealed record Pair(string[] Parts, Func<GoldenCase, Reduction, Loss> Make, Func<Loss, Tensor[], Tensor?, Tensor> Compute);
}
