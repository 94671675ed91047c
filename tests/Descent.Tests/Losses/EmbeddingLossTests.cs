namespace Descent.Tests.Losses;

/// <summary>Losses that compare embeddings: what they have in common, and what happens at extremes.</summary>
public class EmbeddingLossTests
{
    public static TheoryData<string> Losses =>
    [
        "cosine-embedding", "triplet-margin", "triplet-margin p=1", "triplet-margin p=3.5 swap", "nt-xent", "supervised-contrastive",
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Compute_HugeTinyAndZeroEmbeddings_HasFiniteValueAndGradient(string text)
    {
        foreach (var scale in (double[])[0, 1e-38, 1e-20, 1, 1e19, 1e30])
        {
            var loss = Specification.Make(text, Descent.Catalog.Losses, "loss");
            var parts = loss is StackedLoss stacked ? stacked.Parts.Count : 2;
            var x = (LossSample.Normal(1, 4, parts, 6) * scale).To(ElementType.Float32).Tracked();
            var target = loss.Target switch
            {
                TargetKind.None => Loss.NoTarget(4),
                TargetKind.Signs => LossSample.Signs(2, 4),
                _ => LossSample.Labels(2, 4),
            };
            var value = loss.Compute(x, target);
            Assert.True(double.IsFinite(value.Item()), $"{text} at {scale}: {value.Item()}");
            var slopes = Gradients.Of(value, [x])[0].ToDoubles();
            Assert.All(slopes, slope => Assert.True(double.IsFinite(slope), $"{text} at {scale}: {slope}"));
        }
    }

    [Fact]
    public void SupervisedContrastive_TwoViewsOfEachClass_IsNtXent()
    {
        var x = LossSample.Normal(1, 5, 2, 4).Tracked();
        var labels = Tensor.From([4, 7, -3, 2_000_000_000, 1_999_999_999]);
        var supervised = new SupervisedContrastive(0.3) { Reduction = Reduction.None }.Compute(x, labels);
        var pairs = new NtXent(0.3) { Reduction = Reduction.None }.Compute(x, Loss.NoTarget(5));
        Assert.Equal(pairs.ToDoubles(), supervised.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-12);
        var (one, other) = (Gradients.Of(pairs.Sum(), [x])[0].ToDoubles(), Gradients.Of(supervised.Sum(), [x])[0].ToDoubles());
        Assert.Equal(one, other, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void SupervisedContrastive_ByHand_IsTheMeanOverPositives()
    {
        var x = LossSample.Normal(3, 4, 3);
        int[] labels = [0, 1, 0, 0];
        var rows = Enumerable.Range(0, 4).Select(i => x.ToDoubles()[(3 * i)..((3 * i) + 3)]).ToArray();
        double Product(int i, int j) => rows[i].Zip(rows[j], (a, b) => a * b).Sum();
        double Similarity(int i, int j) => Product(i, j) / Math.Sqrt(Product(i, i) * Product(j, j)) / 0.5;
        double Loss(int i)
        {
            var others = Enumerable.Range(0, 4).Where(j => j != i).ToArray();
            var positives = others.Where(j => labels[j] == labels[i]).ToArray();
            var normalizer = Math.Log(others.Sum(j => Math.Exp(Similarity(i, j))));
            return positives.Length == 0 ? 0 : normalizer - positives.Average(j => Similarity(i, j));
        }

        var loss = new SupervisedContrastive(0.5);
        var total = loss.Total(x, Tensor.From(labels));
        Assert.Equal(Enumerable.Range(0, 4).Sum(Loss), total.Sum.Item(), 1e-9);
        Assert.Equal(3, total.Weight);
        Assert.Equal(total.Sum.Item() / 3, loss.Compute(x, Tensor.From(labels)).Item(), 1e-12);
    }

    [Fact]
    public void SupervisedContrastive_NoTwoOfAClass_IsZeroWithWeightZero()
    {
        var x = LossSample.Normal(1, 3, 4).Tracked();
        var loss = new SupervisedContrastive();
        var value = loss.Compute(x, Tensor.From([2, 0, 1]));
        Assert.Equal(0, value.Item());
        Assert.Equal(0, loss.Total(x, Tensor.From([2, 0, 1])).Weight);
        Assert.All(Gradients.Of(value, [x])[0].ToDoubles(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void NtXent_OneSample_IsZero()
        => Assert.Equal(0, new NtXent().Compute(LossSample.Normal(1, 1, 2, 4), Loss.NoTarget(1)).Item(), 1e-12);

    [Fact]
    public void NtXent_SampleWeights_CountBothViews()
    {
        var x = LossSample.Normal(1, 3, 2, 4);
        var each = new NtXent { Reduction = Reduction.None }.Compute(x, Loss.NoTarget(3)).ToDoubles();
        var weighted = new NtXent().Compute(x, Loss.NoTarget(3), Tensor.From([2.0, 0, 1]));
        Assert.Equal(((2 * (each[0] + each[1])) + each[4] + each[5]) / 6, weighted.Item(), 1e-12);
    }

    [Fact]
    public void TripletMargin_Swap_TakesTheNearerDistance()
    {
        var (anchor, positive, negative) = (Row(0, 0), Row(1, 0), Row(2, 0));
        Assert.Equal(0, new TripletMargin().Compute((anchor, positive, negative)).Item(), 1e-5);
        Assert.Equal(1, new TripletMargin(swap: true).Compute((anchor, positive, negative)).Item(), 1e-5);
    }

    [Fact]
    public void TripletMargin_LargePower_IsNearlyTheLargestDifference()
    {
        var (anchor, positive, negative) = (Row(0, 0), Row(3, 2), Row(1, 1));
        Assert.Equal(3 - Math.Pow(2, 1e-3) + 1, new TripletMargin(p: 1000).Compute((anchor, positive, negative)).Item(), 1e-5);
    }

    [Fact]
    public void Stacked_WrongShapes_NameThePartsAndTheRemedy()
    {
        var pair = LossSample.Normal(1, 4, 2, 3);
        var error = Assert.Throws<ShapeException>(() => new TripletMargin().Compute(pair, Loss.NoTarget(4)));
        Assert.Contains("anchor and positive and negative", error.Message, StringComparison.Ordinal);
        Assert.Contains("[n, 3, width]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("Compute((anchor, positive, negative))", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ShapeException>(() => new CosineEmbedding().Compute(pair, LossSample.Signs(1, 4, 3)));
        Assert.Contains("[4]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ShapeException>(() => new MarginRanking().Compute(pair, LossSample.Signs(1, 4)));
        Assert.Contains("[4, 3]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ShapeException>(() => new NtXent().Compute((LossSample.Normal(1, 4, 3), LossSample.Normal(1, 4, 2))));
        Assert.Contains("second [4, 2]", error.Message, StringComparison.Ordinal);
        var data = Assert.Throws<DataException>(() => new MarginRanking().Compute(LossSample.Normal(1, 2, 2), Tensor.From([1.0, 0])));
        Assert.Contains("sample 1", data.Message, StringComparison.Ordinal);
    }

    private static Tensor Row(double x, double y) => Tensor.From(new[,] { { x, y } });
}
