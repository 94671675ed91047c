namespace Descent.Tests.Explaining;

public class OptimizerPathTests
{
    private static readonly Surface Bowl = Surface.Find("bowl");

    public static TheoryData<string> Optimizers => new(Descent.Catalog.Optimizers.Select(definition => definition.Name));

    public static TheoryData<string> Surfaces => new(Surface.All.Select(surface => surface.Name));

    [Fact]
    public void Follow_PlainDescentOnTheBowl_ShrinksByOneMinusTheRate()
    {
        var path = OptimizerPath.Follow(new Sgd(0.25), Bowl, (4, -2), 3);
        Assert.Equal([4, 3, 2.25, 1.6875], path.Places.Select(place => place.X));
        Assert.Equal([-2, -1.5, -1.125, -0.84375], path.Places.Select(place => place.Y));
        Assert.Equal(10, path.Places[0].Loss);
        Assert.Null(path.Diverged);
    }

    [Fact]
    public void Follow_RateTooLarge_IsToldAsDiverged()
    {
        var path = OptimizerPath.Follow(new Sgd(3), Bowl, (1, 1), 500);
        Assert.Equal(path.Places.Count, path.Diverged);
        Assert.InRange(path.Diverged!.Value, 5, 30);
        Assert.All(path.Places, place => Assert.True(double.IsFinite(place.Loss)));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Follow_EveryOptimizer_GetsLowerOnTheBowl(string name)
    {
        var path = OptimizerPath.Follow(
            Specification.Make($"{name} rate=0.05", Descent.Catalog.Optimizers, "optimizer"), Bowl, (2, 1), 60);
        Assert.Equal(61, path.Places.Count);
        Assert.True(path.Places[^1].Loss < path.Places[0].Loss, $"{path.Places[^1].Loss}");
        Assert.Equal(path.StateNames.Count, path.Places[^1].State.Count);
    }

    [Fact]
    public void Follow_Momentum_TellsTheVelocity()
    {
        var path = OptimizerPath.Follow(new Sgd(0.1, momentum: 0.9), Bowl, (1, 0), 2);
        Assert.Empty(path.Places[0].State);
        Assert.Equal(1, path.Places[1].State[0][0], 1e-12);
        Assert.Equal((0.9 * 1) + 0.9, path.Places[2].State[0][0], 1e-12);
    }

    [Fact]
    public void Follow_WarmRestarts_BeginAgainAtTheFullRate()
    {
        var path = OptimizerPath.Follow(new Sgd(0.1), Bowl, (1, 1), 25, schedule: new CosineRestarts(10));
        Assert.Equal(0.1, path.Places[10].Rate, 1e-12);
        Assert.Equal(0.1, path.Places[20].Rate, 1e-12);
        Assert.True(path.Places[9].Rate < 0.01);
    }

    [Fact]
    public void Follow_Noise_IsThatOfTheSeedForEveryOptimizer()
    {
        double[] Xs(Optimizer optimizer, ulong seed)
            => [.. OptimizerPath.Follow(optimizer, Bowl, (1, 1), 5, noise: 1, seed).Places.Select(place => place.X)];
        Assert.Equal(Xs(new Sgd(0.1), 3), Xs(new Sgd(0.1), 3));
        Assert.NotEqual(Xs(new Sgd(0.1), 3), Xs(new Sgd(0.1), 4));
        Assert.Equal(Xs(new Sgd(0.1), 3)[1], Xs(new Sgd(0.1, momentum: 0.9), 3)[1]);
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void Surface_AtItsMinima_IsFlatAndLowest(string name)
    {
        var surface = Surface.Find(name);
        var least = surface.Grid(60, 60).Min();
        Assert.NotEmpty(surface.Minima);
        foreach (var (x, y) in surface.Minima)
        {
            var place = Tensor.From([x, y]).Tracked();
            var loss = surface.At(place);
            Assert.True(loss.Item() <= least + 1e-9, $"{loss.Item()} and {least}");
            Assert.All(Gradients.Of(loss, [place])[0].ToDoubles(), slope => Assert.True(Math.Abs(slope) < 1e-6, $"{slope}"));
        }
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void Surface_Grid_BeginsAtTheLeftBottom(string name)
    {
        var surface = Surface.Find(name);
        var (left, right, bottom, top) = surface.Bounds;
        var grid = surface.Grid(3, 2);
        Assert.Equal(surface.At(Tensor.From([left, bottom])).Item(), grid[0], 1e-9);
        Assert.Equal(surface.At(Tensor.From([right, bottom])).Item(), grid[2], 1e-9);
        Assert.Equal(surface.At(Tensor.From([right, top])).Item(), grid[5], 1e-9);
    }

    [Fact]
    public void Find_UnknownName_TellsTheNearest()
        => Assert.Contains("'ravine'", Assert.Throws<SpecificationException>(() => Surface.Find("ravin")).Message, StringComparison.Ordinal);
}
