namespace Descent.Tests.Programs;

[Collection(Alone.Name)]
public class StepAllocationTests
{
    public static TheoryData<string> Networks => [.. StepCase.All.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_Replayed_AllocatesNothingOnAnyThread(string network)
    {
        var work = StepCase.All[network]();
        var step = work.Step(new Adam(0.01), replays: true);
        var (inputs, targets, weights) = (StepCase.Inputs(8), work.Target(8), work.Weights?.Invoke(8));
        for (var i = 0; i < 20; i++)
        {
            step.Run(inputs, targets, weights);
        }

        Assert.Null(step.Obstacle);
        var (own, all) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 100 && (own, all) != (0, 0); round++)
        {
            Thread.Sleep(10);
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 0; i < 40; i++)
            {
                step.Run(inputs, targets, weights);
            }

            // The compiler and the test runner allocate on threads of their own now and then, and a step of foreign code is checked
            // now and then by computing it: the quietest round counts.
            all = Math.Min(all, GC.GetTotalAllocatedBytes(precise: true) - allBefore);
            own = Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore);
        }

        Assert.Equal((0, 0), (own, all));
    }
}
