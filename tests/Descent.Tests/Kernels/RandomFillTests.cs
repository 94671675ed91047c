using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class RandomFillTests
{
    private static readonly RandomKey Key = new(11, "fill", 1, 2);

    [Fact]
    public void Lanes_OfAGroup_AreTheScalarWords()
    {
        foreach (var group in new ulong[] { 0, 3, 0x0FFFFFFF, 0x10000000 })
        {
            var lanes = PhiloxLanes.Generate(Key, group);
            for (var lane = 0; lane < PhiloxLanes.Count; lane++)
            {
                var words = Philox.Generate(Key.Key, (group * PhiloxLanes.Count) + (ulong)lane, Key.Block);
                Assert.Equal(words, new PhiloxWords(lanes.First[lane], lanes.Second[lane], lanes.Third[lane], lanes.Fourth[lane]));
            }
        }
    }

    [Fact]
    public void Fill_CutAnywhere_GivesTheSameNumbers()
    {
        var whole = new float[200_000];
        var wholeDouble = new double[70_000];
        Key.FillNormal(whole);
        Key.FillUniform(wholeDouble);
        foreach (var (start, count) in new[] { (0, 1), (1, 63), (63, 2), (64, 64), (100, 1000), (65_535, 3), (69_999, 1) })
        {
            var part = new float[count];
            var partDouble = new double[count];
            Key.FillNormal(part, start);
            Key.FillUniform(partDouble, start);
            Assert.Equal(whole.AsSpan(start, count).ToArray(), part);
            Assert.Equal(wholeDouble.AsSpan(start, count).ToArray().Take(70_000 - start), partDouble.Take(70_000 - start));
        }

        Key.FillNormal(Span<float>.Empty);
    }

    [Fact]
    public void FillUniform_ManyNumbers_HaveUniformMoments()
    {
        var singles = new float[100_000];
        var doubles = new double[100_000];
        Key.FillUniform(singles);
        Key.FillUniform(doubles);
        Assert.All(singles, value => Assert.InRange(value, 0f, 0.99999994f));
        Assert.Equal(0.5, singles.Average(), 0.005);
        Assert.Equal(1.0 / 3, singles.Average(value => value * (double)value), 0.005);
        Assert.Equal(0.5, doubles.Average(), 0.005);
        Assert.Equal(1.0 / 3, doubles.Average(value => value * value), 0.005);
    }

    [Fact]
    public void FillNormal_ManyNumbers_HaveNormalMomentsAndNoNeighbourCorrelation()
    {
        var singles = new float[200_000];
        var doubles = new double[200_000];
        Key.FillNormal(singles);
        Key.FillNormal(doubles);
        Check(Array.ConvertAll(singles, value => (double)value));
        Check(doubles);

        static void Check(double[] values)
        {
            Assert.Equal(0, values.Average(), 0.01);
            Assert.Equal(1, values.Average(value => value * value), 0.02);
            Assert.Equal(3, values.Average(value => value * value * value * value), 0.1);
            foreach (var distance in new[] { 1, 8, 16, 32 })
            {
                Assert.Equal(0, values.Skip(distance).Zip(values).Average(pair => pair.First * pair.Second), 0.01);
            }
        }
    }

    // Written down once; they hold at every vector width and on every machine.
    [Fact]
    public void FillNormal_KnownSeed_HasFixedBits()
    {
        var singles = new float[300];
        var doubles = new double[300];
        Key.FillNormal(singles);
        Key.FillNormal(doubles);
        var hash = 0UL;
        foreach (var value in singles)
        {
            hash = (hash * 31) + BitConverter.SingleToUInt32Bits(value);
        }

        foreach (var value in doubles)
        {
            hash = (hash * 31) + BitConverter.DoubleToUInt64Bits(value);
        }

        Assert.Equal(7175056126302394169UL, hash);
    }
}
