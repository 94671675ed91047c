namespace Descent.Tests.Schedules;

public class ScheduleTests
{
    [Fact]
    public void Rate_AtRestarts_IsTheFullRateAgain()
    {
        var schedule = Specification.Make("cosine-restarts period=10 factor=2", Descent.Catalog.Schedules, "schedule");
        Assert.Equal([0.1, 0.1, 0.1, 0.1], new[] { 0, 10, 30, 70 }.Select(step => schedule.Rate(0.1, step)));
        Assert.True(schedule.Rate(0.1, 9) < 0.003);
        Assert.True(schedule.Rate(0.1, 29) < 0.001);
    }

    [Fact]
    public void Rate_AtTheEndOfACosine_IsTheMinimum() => Assert.Equal(0.01, new CosineDecay(20, 0.01).Rate(0.3, 20), 1e-16);

    [Fact]
    public void Rate_AtTheLastStepOfAll_IsFinite()
        => Assert.All(Schedules(), schedule => Assert.InRange(schedule.Rate(0.1, int.MaxValue), 0, 0.1));

    [Fact]
    public void Rate_AtStepZero_IsTheInitialRate() => Assert.All(Schedules(), schedule => Assert.Equal(0.1, schedule.Rate(0.1, 0), 1e-16));

    [Fact]
    public void Rate_NegativeStep_IsRefused()
        => Assert.All(Schedules(), schedule => Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Rate(0.1, -1)));

    [Fact]
    public void Make_RequiredOptionMissing_NamesIt()
    {
        var error = Assert.Throws<SpecificationException>(() => Specification.Make("cosine", Descent.Catalog.Schedules, "schedule"));
        Assert.Contains("'period'", error.Message, StringComparison.Ordinal);
    }

    private static Schedule[] Schedules() => Descent.Catalog.Schedules
        .Select(definition => definition.Create(new OptionValues(
            definition.Name,
            definition.Options,
            definition.Options.Where(option => option.Default is null).ToDictionary(option => option.Name, _ => "7"))))
        .ToArray();
}
