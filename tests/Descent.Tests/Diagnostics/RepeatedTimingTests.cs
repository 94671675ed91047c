namespace Descent.Tests.Diagnostics;

public class RepeatedTimingTests
{
    [Fact]
    public void Best_OfASleep_IsItsTime()
        => Assert.InRange(
            RepeatedTiming.Best(() => Thread.Sleep(2), TimeSpan.FromMilliseconds(20), parts: 2), 0.001, 0.2);

    [Fact]
    public void Calls_OfSomethingLong_IsOne() => Assert.Equal(1, RepeatedTiming.Calls(() => Thread.Sleep(5), TimeSpan.FromMilliseconds(1)));

    [Fact]
    public void Seconds_CountsCalls()
    {
        var calls = 0;
        RepeatedTiming.Seconds(() => calls++, 7);
        Assert.Equal(7, calls);
    }
}
