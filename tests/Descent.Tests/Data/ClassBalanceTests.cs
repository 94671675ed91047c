namespace Descent.Tests.Data;

public class ClassBalanceTests
{
    private static readonly int[] Labels = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2];

    [Fact]
    public void ClassWeights_GiveEachClassTheSameSum()
    {
        var weights = ClassBalance.ClassWeights(Labels, 3);
        Assert.Equal([10 / 18.0, 10 / 6.0, 10 / 6.0], weights, (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(1, Labels.Average(label => weights[label]), 1e-14);
        Assert.Equal(weights, ClassBalance.ClassWeights(Classes("a", "b", "c")));
    }

    [Fact]
    public void PositiveWeights_AreNegativesOverPositives()
    {
        Assert.Equal([3, 1 / 3.0], ClassBalance.PositiveWeights(Tensor.From(new[,] { { 0.0, 1 }, { 0, 1 }, { 1, 0 }, { 0, 1 } })), Close);
        Assert.Equal([4 / 6.0, 4, 4], ClassBalance.PositiveWeights(Classes("a", "b", "c")), Close);
        var two = Dataset.Classification("two", new Shape(1), new float[4], [0, 0, 0, 1], ["no", "yes"]);
        Assert.Equal([3], ClassBalance.PositiveWeights(two));
        var several = Dataset.Regression("several", new Shape(1), new float[4], [0, 1, 0, 1, 1, 0, 0, 1], ["mass", "nodule"]);
        Assert.Equal([3, 1 / 3.0], ClassBalance.PositiveWeights(several), Close);
    }

    [Fact]
    public void PositiveWeights_InTheLoss_BalanceTheSums()
    {
        // At probability 1/2 the gradient of the bias is the difference of the two sums.
        var targets = Tensor.From(new[,] { { 0.0 }, { 0 }, { 0 }, { 1 } });
        var logits = Tensor.Zeros(new Shape(4, 1), ElementType.Float64).Tracked();
        var loss = new BinaryCrossEntropy(ClassBalance.PositiveWeights(targets)).Compute(logits, targets);
        Assert.Equal(0, Gradients.Of(loss, [logits])[0].Sum().Item(), 1e-14);
    }

    [Fact]
    public void Weights_OfAClassWithoutSamples_NameIt()
    {
        var error = Assert.Throws<DataException>(() => ClassBalance.ClassWeights(Classes("a", "b", "c", "rare")));
        Assert.Contains("'rare'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataException>(() => ClassBalance.PositiveWeights(Tensor.From(new[,] { { 1.0, 0 } })));
        Assert.Contains("Label 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => ClassBalance.ClassWeights([0, 1, 2], 2));
    }

    private static Dataset Classes(params string[] names) => Dataset.Classification("ten", new Shape(1), new float[10], [.. Labels], names);

    private static bool Close(double first, double second) => Math.Abs(first - second) < 1e-14;
}
