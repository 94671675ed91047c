using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public sealed class SegmentTilesTests : IDisposable
{
    private readonly int count = Workers.Count;

    public void Dispose() => Workers.Count = count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_SegmentsOfAllKinds_DoesEveryElementOnce(int workers)
    {
        Workers.Count = workers;
        var tiles = new SegmentTiles();
        (int Elements, int Rows)[] few = [(5, 1), (1, 1), (30, 3)];
        (int Elements, int Rows)[] matrices = [(10 * 16_384, 10), (10, 1), (401_408, 512), (512, 1), (31 * 1_057, 31), (16_385, 5), (40_000, 1), (2 * 70_001, 2)];
        (int Elements, int Rows)[] huge = [(workers << 20, 4), (17, 1)];
        foreach (var segments in new[] { few, matrices, huge, few, matrices })
        {
            var done = Array.ConvertAll(segments, segment => new int[segment.Elements]);
            for (var run = 1; run <= 3; run++)
            {
                Array.ForEach(segments, segment => tiles.Add(segment.Elements, segment.Rows));
                tiles.Run(new CountingJob(done));
                tiles.Clear();
                Assert.All(done, counts => Assert.DoesNotContain(counts, times => times != run));
            }
        }
    }

    private readonly struct CountingJob(int[][] done) : ISegmentJob
    {
        public void Run(int segment, int start, int elements)
        {
            foreach (ref var count in done[segment].AsSpan(start, elements))
            {
                Interlocked.Increment(ref count);
            }
        }
    }
}
