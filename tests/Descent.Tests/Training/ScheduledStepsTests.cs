namespace Descent.Tests.Training;

public class ScheduledStepsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_ScheduleThatCountsSteps_HasItsRateAtEachStep(int accumulation)
    {
        var events = new Examples.Events();
        var trainer = new Trainer(Examples.Dense(), new CrossEntropy(), new Adam(0.01))
        {
            Schedule = ScheduleSpecification.Make("warmup 3 then cosine"),
            SchedulesSteps = true,
            Accumulation = accumulation,
        };
        trainer.Fit(Examples.Blobs(75), 3, batchSize: 16, progress: events);
        var batches = events.All.OfType<BatchEnded>().ToArray();
        var steps = accumulation == 1 ? 15 : 6;
        var schedule = ScheduleSpecification.Make("warmup 3 then cosine").Over(steps);
        Assert.Equal(15, batches.Length);
        Assert.All(batches, batch =>
        {
            var step = ((batch.Epoch - 1) * steps / 3) + ((batch.Batch - 1) / accumulation);
            Assert.Equal(schedule.Rate(0.01, step), batch.LearningRate);
        });
        Assert.Equal(batches[^1].LearningRate, events.All.OfType<EpochEnded>().Last().LearningRate);
    }

    [Fact]
    public void Fit_PlateauThatCountsSteps_IsRefused()
    {
        var trainer = new Trainer(Examples.Dense(), new CrossEntropy(), new Adam(0.01))
        {
            Schedule = ScheduleSpecification.Make("warmup 2 then plateau"),
            SchedulesSteps = true,
        };
        Assert.Contains("losses of epochs", Assert.Throws<SpecificationException>(() => trainer.Fit(Examples.Blobs(75), 3)).Message, StringComparison.Ordinal);
    }
}
