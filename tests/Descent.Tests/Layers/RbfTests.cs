using Descent.Tests.Training;

namespace Descent.Tests.Layers;

public class RbfTests
{
    [Fact]
    public void Forward_AtACentre_IsOneAndFarAwayZero()
    {
        var layer = new Rbf(2, 2);
        layer.Centers.Load(Tensor.From<float>([1, 2, 0, 0], 2, 2));
        var y = layer.Forward(Tensor.From<float>([1, 2, 1e6f, 1e6f, 1, 0], 3, 2)).ToDoubles();
        Assert.Equal(1, y[0]);
        Assert.Equal([0, 0], y[2..4]);
        Assert.Equal(Math.Exp(-0.25), y[5], 1e-7);
    }

    [Fact]
    public void PlaceCentres_OfHeaps_PutsThemThereWithWidthsOfTheirDistances()
    {
        var layer = new Rbf(2, 3);
        var found = layer.PlaceCentres(KMeansTests.Heaps(300));
        Assert.Equal(found.Centres.ToDoubles(), layer.Centers.Value.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(layer.Beta.Value.ToDoubles(), beta => Assert.InRange(beta, 1.0 / (2 * 110), 1.0 / (2 * 55)));
        var shared = new Rbf(2, 3, sharedWidth: true);
        shared.PlaceCentres(KMeansTests.Heaps(300));
        Assert.InRange(shared.Beta.Value.Item(), layer.Beta.Value.ToDoubles().Min(), layer.Beta.Value.ToDoubles().Max());
    }

    [Fact]
    public void PlaceCentres_OneUnitOrEqualSamples_HasAFiniteWidth()
    {
        var one = new Rbf(2, 1);
        one.PlaceCentres(KMeansTests.Heaps(30));
        Assert.InRange(one.Beta.Value.Item(), 0.005, 0.1);
        var equal = new Rbf(1, 2);
        equal.PlaceCentres(Tensor.From<float>([3, 3, 3], 3, 1));
        Assert.Equal([0.5, 0.5], equal.Beta.Value.ToDoubles());
    }

    [Fact]
    public void Network_OfPlacedCentres_LearnsCircles()
    {
        var (train, test) = (Datasets.Circles(400), Datasets.Circles(200, seed: 1));
        var layer = new Rbf(2, 20);
        var model = new Sequential(layer, new Linear(20, 2));
        layer.PlaceCentres(Tensor.From<float>([.. Enumerable.Range(0, 400).SelectMany(train.Input)], 400, 2));
        new Trainer(model, new CrossEntropy(), new Adam(0.05)).Fit(train, epochs: 20);
        Assert.True(Evaluator.Evaluate(model, new CrossEntropy(), test).Accuracy > 0.95);
    }

    [Fact]
    public void PlaceCentres_OfOtherSamples_IsRefused()
    {
        Assert.Throws<ShapeException>(() => new Rbf(2, 3).PlaceCentres(Examples.Inputs(1, 5, 3)));
        Assert.Throws<SpecificationException>(() => new Rbf(2, 0));
    }
}
