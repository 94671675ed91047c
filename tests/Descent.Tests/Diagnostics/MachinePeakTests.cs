using System.Runtime.Intrinsics;

namespace Descent.Tests.Diagnostics;

public class MachinePeakTests
{
    private static readonly MachinePeak Known = new(2, 100, 200, [new CopyRate(1_000, 800), new CopyRate(100_000, 80)]);

    [Fact]
    public void Measure_ThisMachine_IsSane()
    {
        var peak = MachinePeak.Measure(TimeSpan.FromMilliseconds(50));

        // Vectors that the processor has not are computed by calls: some 1e8 on a quiet machine.
        Assert.InRange(peak.CoreFlops, Vector128.IsHardwareAccelerated ? 1e8 : 1e6, 1e13);
        Assert.InRange(peak.Flops, peak.CoreFlops, peak.CoreFlops * Math.Max(2, 2 * peak.Threads));
        Assert.Contains(MachinePeak.VectorBits, new[] { 128, 256, 512 });
        Assert.All(peak.CopyRates, rate => Assert.InRange(rate.BytesPerSecond, 1e7, 1e14));
        Assert.InRange(peak.HandOutSeconds, peak.Threads == 1 ? 0 : 1e-8, 0.1);
        Assert.Equal(peak.MemoryBandwidth, peak.CopyRates[^1].BytesPerSecond);
    }

    [Fact]
    public void Measure_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => MachinePeak.Measure(TimeSpan.FromMilliseconds(5), source.Token));
    }

    [Theory]
    [InlineData(10, 800)]
    [InlineData(1_000, 800)]
    [InlineData(10_000, 252.98)]
    [InlineData(100_000, 80)]
    [InlineData(1e9, 80)]
    public void Bandwidth_BetweenMeasuredSizes_IsInterpolated(double bytes, double expected)
        => Assert.Equal(expected, Known.Bandwidth(bytes), 0.01);

    [Fact]
    public void LeastSeconds_OfArithmeticAndTraffic_IsTheLarger()
    {
        Assert.Equal(5, Known.LeastSeconds(new OperationCost(1_000, 1_000)));
        Assert.True(Known.IsBoundByArithmetic(new OperationCost(1_000, 1_000)));
        Assert.Equal(1.25, Known.LeastSeconds(new OperationCost(100, 1_000)));
        Assert.False(Known.IsBoundByArithmetic(new OperationCost(100, 1_000)));
        Assert.Equal(0, Known.LeastSeconds(default));
        Assert.False(Known.IsBoundByArithmetic(default));
    }

    [Fact]
    public void Constructor_SizesThatDoNotGrow_AreRefused()
        => Assert.Throws<ArgumentException>(() => new MachinePeak(1, 1, 1, [new CopyRate(2, 1), new CopyRate(2, 1)]));

    [Fact]
    public void Processor_Name_IsThere() => Assert.NotEqual("", Processor.Name);
}
