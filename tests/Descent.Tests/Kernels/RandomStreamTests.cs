using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class RandomStreamTests
{
    [Fact]
    public void Stream_SameKey_GivesSameNumbers()
    {
        RandomStream one = new RandomKey(7, "dropout", 2, 5).Stream(), two = new RandomKey(7, "dropout", 2, 5).Stream();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(one.NextUInt64(), two.NextUInt64());
        }
    }

    [Fact]
    public void Keys_DifferingAnywhere_GiveDifferentNumbers()
    {
        var key = new RandomKey(7, "dropout", 2, 5);
        RandomKey[] keys =
        [
            key, new(8, "dropout", 2, 5), new(7, "init", 2, 5), new(7, "dropout", 3, 5), new(7, "dropout", 2, 6),
            key.For("a"), key.For("b"), key.For(0), key.For(1), key.For("a").For("b"), key.For("b").For("a"), key.At(0),
        ];
        var firsts = keys.Select(k => k.Stream().NextUInt64()).ToHashSet();
        Assert.Equal(keys.Length, firsts.Count);
        Assert.Equal(key, new RandomKey(7, "dropout").At(2, 5));
    }

    [Fact]
    public void NextDoubleAndSingle_ManyDraws_AreUniformInUnitInterval()
    {
        var stream = new RandomKey(1, "uniform").Stream();
        double sum = 0, squares = 0, floats = 0;
        const int Draws = 100_000;
        for (var i = 0; i < Draws; i++)
        {
            double value = stream.NextDouble(), single = stream.NextSingle();
            Assert.InRange(value, 0, 1 - 1e-16);
            Assert.InRange(single, 0, 0.99999994);
            sum += value;
            squares += value * value;
            floats += single;
        }

        Assert.Equal(0.5, sum / Draws, 0.005);
        Assert.Equal(0.5, floats / Draws, 0.005);
        Assert.Equal(1.0 / 3, squares / Draws, 0.005);
    }

    [Fact]
    public void NextNormal_ManyDraws_HasNormalMomentsAndTails()
    {
        var stream = new RandomKey(1, "normal").Stream();
        const int Draws = 200_000;
        double sum = 0, squares = 0, fourths = 0, beyondTwo = 0;
        for (var i = 0; i < Draws; i++)
        {
            var value = stream.NextNormal();
            sum += value;
            squares += value * value;
            fourths += value * value * value * value;
            beyondTwo += Math.Abs(value) > 2 ? 1 : 0;
        }

        Assert.Equal(0, sum / Draws, 0.01);
        Assert.Equal(1, squares / Draws, 0.02);
        Assert.Equal(3, fourths / Draws, 0.1);
        Assert.Equal(0.0455, beyondTwo / Draws, 0.002);
    }

    [Fact]
    public void NextInt_ManyDraws_ReachesEveryValueEvenly()
    {
        var stream = new RandomKey(3, "ints").Stream();
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[stream.NextInt(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomKey(3).Stream().NextInt(0));
    }

    [Fact]
    public void Shuffle_AllOrdersOfThree_AreEquallyLikely()
    {
        var stream = new RandomKey(4, "orders").Stream();
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 60_000; i++)
        {
            int[] items = [0, 1, 2];
            stream.Shuffle(items);
            var order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400));
    }
}
