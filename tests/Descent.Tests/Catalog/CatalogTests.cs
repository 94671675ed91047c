namespace Descent.Tests.Catalog;

public class CatalogTests
{
    public static TheoryData<string> Losses
        => new(Descent.Catalog.Losses.SelectMany(definition => definition.Aliases.Prepend(definition.Name)));

    public static TheoryData<string> Metrics
        => new(Descent.Catalog.Metrics.SelectMany(definition => definition.Aliases.Prepend(definition.Name)));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_EveryNameAndAlias_MakesTheLossOfThatDefinition(string name)
    {
        var loss = Specification.Make(name, Descent.Catalog.Losses, "loss");
        var definition = Descent.Catalog.Losses.Single(definition => definition.Name == loss.Name);
        Assert.Contains(name, definition.Aliases.Prepend(definition.Name));
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Metrics_EveryNameAndAlias_MakesTheMetricOfThatDefinition(string name)
    {
        var metric = Specification.Make(name, Descent.Catalog.Metrics, "metric");
        var definition = Descent.Catalog.Metrics.Single(definition => definition.Name == metric.Name);
        Assert.Contains(name, definition.Aliases.Prepend(definition.Name));
    }

    [Fact]
    public void Losses_Options_ReachTheLoss()
    {
        Assert.Equal(1.5, Assert.IsType<Huber>(Specification.Make("huber delta=1.5", Descent.Catalog.Losses, "loss")).Delta);
        Assert.Equal(2.5, Assert.IsType<Huber>(Specification.Make("huber 2.5 reduction=sum", Descent.Catalog.Losses, "loss")).Delta);
        var loss = Assert.IsType<CrossEntropy>(
            Specification.Make("cross-entropy label-smoothing=0.1 class-weights=1,2.5 ignore-index=-100 reduction=none", Descent.Catalog.Losses, "loss"));
        Assert.Equal((0.1, -100, Reduction.None), (loss.LabelSmoothing, loss.IgnoreIndex, loss.Reduction));
        Assert.Equal([1, 2.5], loss.ClassWeights);
        Assert.True(Assert.IsType<KlDivergence>(Specification.Make("kl per-element", Descent.Catalog.Losses, "loss")).PerElement);
        var binary = Specification.Make("bce pos-weight=3", Descent.Catalog.Losses, "loss");
        Assert.Equal([3], Assert.IsType<BinaryCrossEntropy>(binary).PositiveWeights);
    }

    [Fact]
    public void Metrics_Options_ReachTheMetric()
    {
        Assert.Equal(Averaging.Weighted, Assert.IsType<F1>(Specification.Make("f1 weighted", Descent.Catalog.Metrics, "metric")).Averaging);
        Assert.Equal(3, Assert.IsType<TopKAccuracy>(Specification.Make("top-k 3", Descent.Catalog.Metrics, "metric")).K);
    }

    [Theory]
    [InlineData("huber delta=0", "delta")]
    [InlineData("cross-entropy class-weights=1,x", "x")]
    [InlineData("cross-entropy class-weights=1,-1", "-1")]
    [InlineData("cross-entropy label-smoothing=2", "0 <= x <= 1")]
    [InlineData("crossentrpy", "cross-entropy")]
    public void Losses_WrongSpecification_SaysWhat(string text, string part)
    {
        var error = Assert.Throws<SpecificationException>(() => Specification.Make(text, Descent.Catalog.Losses, "loss"));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
