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
    public void Rate_AtAnyStep_IsAtMostTheInitialRate()
    {
        int[] steps = [0, 1, 5, 18, 19, 20, 21, 1000, int.MaxValue];
        Assert.All(Schedules(), schedule => Assert.All(steps, step => Assert.InRange(schedule.Rate(0.1, step), 0, 0.1 + 1e-16)));
    }

    [Fact]
    public void Rate_WithinATraining_ReachesTheInitialRate()
        => Assert.All(Schedules(), schedule => Assert.Equal(0.1, Enumerable.Range(0, 20).Max(step => schedule.Rate(0.1, step)), 1e-3));

    [Fact]
    public void Rate_NegativeStep_IsRefused()
        => Assert.All(Schedules(), schedule => Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Rate(0.1, -1)));

    [Fact]
    public void Make_RequiredOptionMissing_NamesIt()
    {
        var error = Assert.Throws<SpecificationException>(() => Specification.Make("cosine-restarts", Descent.Catalog.Schedules, "schedule"));
        Assert.Contains("'period'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cosine", "cosine 20")]
    [InlineData("step", "step 7")]
    [InlineData("linear", "linear 20")]
    [InlineData("poly power=2", "poly 20 power=2")]
    [InlineData("one-cycle momentum", "one-cycle 20 momentum")]
    [InlineData("warmup 4 then cosine", "warmup 4 then cosine 16")]
    [InlineData("constant steps=5 factor=0.1 then  warmup 2 then one-cycle", "constant steps=5 factor=0.1 then warmup 2 then one-cycle 13")]
    public void Over_LengthLeftOpen_IsThatOfTheTraining(string open, string closed)
    {
        var (one, other) = (ScheduleSpecification.Make(open), ScheduleSpecification.Make(closed));
        Assert.Contains("Over(steps)", Assert.Throws<SpecificationException>(() => one.Rate(0.1, 10)).Message, StringComparison.Ordinal);
        one = one.Over(20);
        foreach (var step in Enumerable.Range(0, 20))
        {
            Assert.Equal(other.Rate(0.1, step), one.Rate(0.1, step));
            Assert.Equal(other.Momentum(step), one.Momentum(step));
        }
    }

    [Fact]
    public void Rate_OfASequence_StartsEachPartAtItsOwnStepZero()
    {
        var schedule = ScheduleSpecification.Make("warmup 5 then cosine 95 minimum=0.01");
        Assert.Equal([0.02, 0.1, 0.1, 0.01, 0.01], new[] { 0, 4, 5, 100, 1000 }.Select(step => Math.Round(schedule.Rate(0.1, step), 15)));
        Assert.Equal(100, schedule.Length);
    }

    [Fact]
    public void Rate_OfASequenceThatEndsInAPlateau_CountsLossesFromThere()
    {
        var schedule = ScheduleSpecification.Make("warmup 3 then plateau 1 factor=0.5");
        double[] losses = [1, 1, 1, 2, 2, 2, 2];
        Assert.Equal(0.1, schedule.Rate(0.1, 5, losses[..5]));
        Assert.Equal(0.05, schedule.Rate(0.1, 6, losses[..6]));
    }

    [Theory]
    [InlineData("exponential 0.9 then cosine", "Part 1")]
    [InlineData("warmup 5 then cosine then constant", "Part 2")]
    [InlineData("warmup 5 then", "empty")]
    [InlineData("warmup 5 then cosin", "cosine")]
    [InlineData("multi-step 3,x", "'x'")]
    [InlineData("multi-step 0", "1 or larger")]
    public void Make_SequenceThatCannotBe_SaysWhy(string text, string part)
        => Assert.Contains(part, Assert.Throws<SpecificationException>(() => ScheduleSpecification.Make(text)).Message, StringComparison.Ordinal);

    private static Schedule[] Schedules() => Descent.Catalog.Schedules
        .Select(definition => definition.Create(new OptionValues(
            definition.Name,
            definition.Options,
            definition.Options.Where(option => option.Default is null).ToDictionary(option => option.Name, _ => "7"))))
        .Select(schedule => schedule.Over(20))
        .ToArray();
}
