namespace Descent.Tests.Diagnostics;

public class StepProfilerTests
{
    private static readonly MachinePeak Peak = new(1, 1e9, 1e9, [new CopyRate(1_000, 1e9)]);

    [Fact]
    public void Run_SmallNetwork_CountsItsOperations()
    {
        var profile = Profiler(byShape: false).Run(Peak, TimeSpan.FromMilliseconds(60));

        // A program does more than the product in one operation. Two are forward, two for weights and one for the hidden layer;
        // no gradient flows into the data.
        var products = profile.Lines.Where(line => line.Name.StartsWith("matmul", StringComparison.Ordinal)).ToArray();
        Assert.Equal(5, products.Sum(line => line.Calls), 1e-9);
        Assert.Equal(2.0 * 16 * ((2 * 8 * 2) + (3 * 8 * 2)), products.Sum(line => line.Cost.Flops), 1e-9);
        Assert.Single(profile.Lines, line => line.Kind == ProfileKind.Optimizer && line.Name == "Adam");
        Assert.Single(profile.Lines, line => line.Kind == ProfileKind.Loader);
        Assert.Single(profile.Lines, line => line.Kind == ProfileKind.Rest);
        Assert.Equal(16, profile.SamplesPerStep);
    }

    [Fact]
    public void Run_Lines_AddUpAndAreHottestFirst()
    {
        var profile = Profiler(byShape: true).Run(Peak, TimeSpan.FromMilliseconds(60));
        Assert.Equal(profile.WatchedSeconds, profile.Lines.Sum(line => line.Seconds), profile.WatchedSeconds * 0.01);
        Assert.Equal(1, profile.Lines.Sum(line => line.Share), 0.01);
        Assert.Equal(profile.Lines.OrderByDescending(line => line.Seconds), profile.Lines);
        Assert.Contains(profile.Lines, line => line.Shapes.StartsWith("[16, 2], [8, 2]", StringComparison.Ordinal));
        Assert.True(profile.StepSeconds > 0);

        // The operations of a program share one memory; each has its own traffic all the same.
        var products = profile.Lines.Where(line => line.Name.StartsWith("matmul", StringComparison.Ordinal));
        Assert.All(products, line => Assert.True(line.Cost.Bytes > 0, line.Name));
    }

    [Fact]
    public void Run_Afterwards_NobodyWatches()
    {
        Profiler(byShape: false).Run(Peak, TimeSpan.FromMilliseconds(5));
        Assert.Null(Observation.Current);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Profiler(byShape: false).Run(Peak, TimeSpan.FromSeconds(1), source.Token));
    }

    private static StepProfiler Profiler(bool byShape) => new(
        new Sequential(new Linear(2, 8), new Relu(), new Linear(8, 2)), new CrossEntropy(), new Adam(), Datasets.Moons(100), batchSize: 16)
    {
        ByShape = byShape,
    };
}
