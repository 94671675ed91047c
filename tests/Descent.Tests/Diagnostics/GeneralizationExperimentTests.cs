namespace Descent.Tests.Diagnostics;

public class GeneralizationExperimentTests
{
    [Fact]
    public void Run_ManyPoints_ComesNearTheLeastLoss()
    {
        var result = new GeneralizationExperiment { Samples = 2000, Capacity = 7, Seed = 1 }.Run();
        Assert.InRange(result.ExpectedLoss, result.LeastLoss, 1.05 * result.LeastLoss);
        Assert.InRange(result.Gap, -0.01, 0.01);
    }

    [Fact]
    public void Run_FewPointsAndManyDegrees_LearnsThemByHeart()
    {
        var result = new GeneralizationExperiment { Samples = 15, Capacity = 12, Seed = 1 }.Run();
        Assert.True(result.AverageLoss < 0.5 * result.LeastLoss, $"{result.AverageLoss}");
        Assert.True(result.ExpectedLoss > 2 * result.LeastLoss, $"{result.ExpectedLoss}");
    }

    [Fact]
    public void Run_ExpectedLoss_IsTheAverageOverManyFreshPoints()
    {
        var result = new GeneralizationExperiment { Samples = 40, Capacity = 5, Seed = 3 }.Run();
        var fresh = Datasets.Sine(200_000, 0.25, seed: 77);
        var sum = 0.0;
        for (var row = 0; row < fresh.Count; row++)
        {
            var place = (fresh.Input(row)[0] + 1) / 2 * (result.Grid.Count - 1);
            var left = Math.Min((int)place, result.Grid.Count - 2);
            var predicted = result.Fit[left] + ((place - left) * (result.Fit[left + 1] - result.Fit[left]));
            sum += Math.Pow(predicted - fresh.Values[row], 2);
        }

        Assert.Equal(result.ExpectedLoss, sum / fresh.Count, 2e-3);
    }

    [Theory]
    [InlineData(0, 0.03, false)]
    [InlineData(0.01, 0, false)]
    [InlineData(0, 0, true)]
    public void Mean_HeldBack_ExpectsLessThanByHeart(double l1, double l2, bool early)
    {
        var free = new GeneralizationExperiment { Samples = 15, Capacity = 12, Seed = 10 };
        var held = free with { L1 = l1, L2 = l2, StopsEarly = early };
        var (freeAverage, freeExpected) = free.Mean(4);
        var (heldAverage, heldExpected) = held.Mean(4);
        Assert.True(heldExpected < 0.8 * freeExpected, $"{heldExpected} of {freeExpected}");
        Assert.True(heldAverage > freeAverage, $"{heldAverage} over {freeAverage}");
    }

    [Fact]
    public void Run_DegreeNought_IsTheMean()
    {
        var result = new GeneralizationExperiment { Samples = 30, Capacity = 0, Seed = 2 }.Run();
        Assert.Equal(result.Y.Average(), result.Fit[0], 1e-6);
        Assert.Equal(result.Fit[0], result.Fit[^1]);
    }

    [Fact]
    public void Run_WrongNumbers_AreRefusedByName()
    {
        var refused = Assert.Throws<SpecificationException>(() => new GeneralizationExperiment { Samples = 1 }.Run());
        Assert.Contains("samples must be from 2 to 2000, not 1", refused.Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new GeneralizationExperiment { L2 = double.NaN }.Run());
        Assert.Throws<SpecificationException>(() => new GeneralizationExperiment().Mean(0));
    }
}
