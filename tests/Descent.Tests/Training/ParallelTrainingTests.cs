namespace Descent.Tests.Training;

public class ParallelTrainingTests
{
    /// <summary>While one training holds the workers the other computes alone, and the two change places at any moment.</summary>
    [Fact]
    public void Fit_TwoModelsOnTwoThreads_GiveTheBitsThatTheyGiveAlone()
    {
        long[][] alone = [Train(1), Train(2)];
        var together = new long[4][];
        var threads = Enumerable.Range(0, together.Length).Select(i => new Thread(() => together[i] = Train(1 + (i % 2)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        for (var i = 0; i < together.Length; i++)
        {
            Assert.True(alone[i % 2].AsSpan().SequenceEqual(together[i]), $"Model {i} differs.");
        }

        Assert.NotEqual(alone[0], alone[1]);
    }

    private static long[] Train(int seed)
    {
        var model = new Sequential(
            new Reshape(new Shape(1, 8, 8)), new Conv2d(1, 8, 3, padding: 1), new BatchNorm(8), new Relu(), new MaxPool2d(2), new Flatten(), new Dropout(0.2),
            new Linear(128, 256), new Tanh(), new Linear(256, 10));
        new Trainer(model, new CrossEntropy(), new Adam(0.002)).Fit(Datasets.Digits().Train, 1, batchSize: 128, seed: (ulong)seed);
        return Examples.Bits(model);
    }
}
