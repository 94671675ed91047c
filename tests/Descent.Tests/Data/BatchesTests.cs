using Descent.Kernels;

namespace Descent.Tests.Data;

public class BatchesTests
{
    private static Dataset Numbers(int count) => Dataset.Regression(
        "numbers",
        new Shape(1),
        Array.ConvertAll(Enumerable.Range(0, count).ToArray(), i => (float)i),
        Array.ConvertAll(Enumerable.Range(0, count).ToArray(), i => 10f * i),
        ["y"]);

    private static List<int[]> Rows(IEnumerable<Batch> batches) => [.. batches.Select(batch => batch.Rows[..batch.Count])];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Epoch_AnyPrefetch_GivesEveryRowOnceWithItsTarget(int prefetch)
    {
        var batches = new Batches(Numbers(103), 10, seed: 1) { Prefetch = prefetch };
        var seen = new List<int>();
        foreach (var batch in batches.Epoch(3))
        {
            Assert.Equal(batch.Index == 10 ? 3 : 10, batch.Count);
            Assert.Equal(new Shape(batch.Count, 1), batch.InputShape);
            for (var i = 0; i < batch.Count; i++)
            {
                Assert.Equal(batch.Rows[i], batch.Inputs[i]);
                Assert.Equal(10f * batch.Rows[i], batch.Values[i]);
                seen.Add(batch.Rows[i]);
            }
        }

        Assert.Equal(batches.Order(3), seen);
        Assert.Equal(Enumerable.Range(0, 103), seen.Order());
    }

    // Large batches are filled by all threads; rows longer and shorter than those that are asked for ahead, pixels that fill no vector.
    [Theory]
    [InlineData(3, 32, 32, 40)]
    [InlineData(1, 13, 7, 400)]
    public void Epoch_BatchesOfImages_HoldTheScaledPixelsOfTheirRows(int channels, int height, int width, int batchSize)
    {
        var pixels = new byte[500 * channels * height * width];
        new Random(1).NextBytes(pixels);
        var data = Dataset.Images("noise", new Shape(channels, height, width), pixels, new int[500], ["a"])
            .WithScaling(InputScaling.Unit(64));
        var plane = height * width;
        foreach (var batch in new Batches(data, batchSize, seed: 2).Epoch(0))
        {
            for (var i = 0; i < batch.Count * channels * plane; i++)
            {
                var (row, pixel) = Math.DivRem(i, channels * plane);
                Assert.Equal(pixels[(batch.Rows[row] * channels * plane) + pixel] / 64f, batch.Inputs[i]);
            }
        }
    }

    [Fact]
    public void Order_DependsOnSeedAndEpochOnly()
    {
        var data = Numbers(50);
        Assert.Equal(new Batches(data, 7, seed: 5).Order(2), new Batches(data, 10, seed: 5).Order(2));
        Assert.NotEqual(new Batches(data, 7, seed: 5).Order(2), new Batches(data, 7, seed: 5).Order(3));
        Assert.NotEqual(new Batches(data, 7, seed: 5).Order(2), new Batches(data, 7, seed: 6).Order(2));
        Assert.Equal(Enumerable.Range(0, 50), new Batches(data, 7, shuffle: false).Order(2));
    }

    [Fact]
    public void Epoch_FromLaterBatch_ContinuesTheSameEpoch()
    {
        var batches = new Batches(Numbers(40), 7, seed: 5);
        var all = Rows(batches.Epoch(1));
        Assert.Equal(all[3..], Rows(batches.Epoch(1, startBatch: 3)));
        Assert.Empty(batches.Epoch(1, startBatch: batches.Count));
        Assert.Throws<DataException>(() => batches.Epoch(1, startBatch: batches.Count + 1));
    }

    [Fact]
    public void Epoch_DropLast_GivesFullBatchesOnly()
    {
        var batches = new Batches(Numbers(40), 7, dropLast: true);
        Assert.Equal(5, batches.Count);
        Assert.All(Rows(batches.Epoch(0)), rows => Assert.Equal(7, rows.Length));
        Assert.Throws<DataException>(() => new Batches(Numbers(5), 7, dropLast: true));
        Assert.Throws<DataException>(() => new Batches(Numbers(5), 0));
    }

    [Fact]
    public void Epoch_BatchLargerThanData_IsOneBatch()
        => Assert.Equal(5, Assert.Single(Rows(new Batches(Numbers(5), 1000).Epoch(0))).Length);

    [Fact]
    public void Epoch_LeftEarly_CanBeEnumeratedAgain()
    {
        var batches = new Batches(Numbers(1000), 10);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            Assert.Equal(0, batches.Epoch(repeat).First().Index);
        }

        Assert.Equal(100, Rows(batches.Epoch(0)).Count);
    }

    [Fact]
    public void Epoch_Cancelled_Throws()
    {
        foreach (var prefetch in new[] { 0, 2 })
        {
            using var source = new CancellationTokenSource();
            var seen = 0;
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                foreach (var batch in new Batches(Numbers(1000), 10) { Prefetch = prefetch }.Epoch(0, 0, source.Token))
                {
                    seen++;
                    if (batch.Index == 3)
                    {
                        source.Cancel();
                    }
                }
            });
            Assert.Equal(4, seen);
        }
    }

    [Fact]
    public void Epoch_ErrorInTheBackground_IsThrownAtItsBatch()
    {
        var batches = new Batches(Numbers(100), 10, shuffle: false) { Augmentations = [new Failing()] };
        var seen = 0;
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var batch in batches.Epoch(0))
            {
                seen++;
            }
        });
        Assert.Equal("row 55", error.Message);
        Assert.Equal(5, seen);
    }

    [Fact]
    public void Epoch_Augmented_DependsOnSeedEpochAndSampleOnly()
    {
        var data = Numbers(64);
        Dictionary<int, float> Inputs(int batchSize, int epoch) => new Batches(data, batchSize, seed: 1) { Augmentations = [new Jitter()] }
            .Epoch(epoch).SelectMany(batch => Enumerable.Range(0, batch.Count).Select(i => (batch.Rows[i], batch.Inputs[i])).ToArray())
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);

        var first = Inputs(5, 2);
        Assert.All(Inputs(32, 2), pair => Assert.Equal(first[pair.Key], pair.Value));
        Assert.NotEqual(first[0], Inputs(5, 3)[0]);
    }

    [Fact]
    public void Epoch_AfterTheFirst_AllocatesNothingPerBatch()
    {
        long Allocated(int count)
        {
            var batches = new Batches(Numbers(count * 10), 10, shuffle: false) { Prefetch = 0 };
            foreach (var batch in batches.Epoch(0))
            {
                Assert.Equal(10, batch.Count);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var batch in batches.Epoch(1))
            {
                _ = batch.Inputs[0];
            }

            return GC.GetAllocatedBytesForCurrentThread() - before - (count * 10 * sizeof(int));
        }

        Assert.InRange(Allocated(1000) - Allocated(10), -512, 512);
    }

    private sealed class Failing : IAugmentation
    {
        public void Apply(Span<float> input, Shape shape, ref RandomStream random)
        {
            if (input[0] == 55)
            {
                throw new InvalidOperationException("row 55");
            }
        }
    }

    private sealed class Jitter : IAugmentation
    {
        public void Apply(Span<float> input, Shape shape, ref RandomStream random) => input[0] += random.NextSingle();
    }
}
