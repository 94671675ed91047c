using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Layers;

[Collection("Workers")]
public class KMeansTests
{
    [Fact]
    public void Fit_ThreeHeaps_FindsTheirMeans()
    {
        var heaps = Heaps(300);
        foreach (var seed in (ulong[])[0, 1, 2, 3])
        {
            var found = new KMeans(3, seed).Fit(heaps);
            Assert.True(found.Converged);
            var centres = Enumerable.Range(0, 3).Select(k => (X: found.Centres.At(k, 0), Y: found.Centres.At(k, 1))).OrderBy(centre => centre.X).ToArray();
            (double X, double Y)[] means = [(-5, 0), (0, 6), (5, 0)];
            foreach (var (want, got) in means.Zip(centres))
            {
                Assert.True(Math.Abs(want.X - got.X) < 0.2 && Math.Abs(want.Y - got.Y) < 0.2, $"{got} instead of {want}");
            }

            Assert.Equal(100, found.Labels.ToArray<int>().Count(label => label == 0));
        }
    }

    [Fact]
    public void Fit_EveryIteration_LowersTheInertiaAndEndsInTheNearestCentres()
    {
        var x = Tensor.From(Samples.Uniform<double>(400 * 3), 400, 3);
        var found = new KMeans(17, 4).Fit(x);
        Assert.True(found.Converged && found.Inertias.Count > 2);
        Assert.All(found.Inertias.Zip(found.Inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First, $"{pair}"));
        var distances = x.SquaredDistances(found.Centres);
        Assert.Equal((-distances).ArgMax(1).ToArray<int>(), found.Labels.ToArray<int>());
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBitsAndAnotherSeedOthers()
    {
        var x = Tensor.From(Samples.Uniform<float>(3_000 * 40), 3_000, 40);
        var count = Workers.Count;
        try
        {
            Workers.Count = 1;
            var one = new KMeans(12, 7, 5).Fit(x);
            Workers.Count = 3;
            var three = new KMeans(12, 7, 5).Fit(x);
            Assert.Equal(one.Centres.ToArray<float>(), three.Centres.ToArray<float>());
            Assert.Equal(one.Inertias, three.Inertias);
            Assert.NotEqual(one.Inertias, new KMeans(12, 8, 5).Fit(x).Inertias);
            Assert.False(one.Converged);
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Fit_AsManyClustersAsSamplesOrEqualOnes_IsExact()
    {
        var three = new KMeans(3, 1).Fit(Tensor.From<double>([1, 5, 9], new Shape(3, 1)));
        Assert.Equal(0, three.Inertias[^1]);
        Assert.Equal([1, 5, 9], three.Centres.ToDoubles().Order());
        var equal = new KMeans(3, 1).Fit(Tensor.From<double>([2, 2, 2, 2], new Shape(4, 1)));
        Assert.Equal([2, 2, 2], equal.Centres.ToDoubles());
        Assert.True(equal.Converged);
    }

    [Fact]
    public void SquaredDistances_AnyWidth_AgreesWithASimpleLoopWithinItsBuffers()
    {
        foreach (var width in Enumerable.Range(1, 70))
        {
            var (x, c) = (Samples.Uniform<float>(5 * width), Samples.Uniform<float>(3 * width, seed: 2));
            var y = Tensor.From<float>(x, 5, width).SquaredDistances(Tensor.From<float>(c, 3, width)).ToArray<float>();
            var expected = Enumerable.Range(0, 15)
                .Select(i => Enumerable.Range(0, width).Sum(d => Math.Pow((double)x[(i / 3 * width) + d] - c[(i % 3 * width) + d], 2))).ToArray();
            Samples.AssertClose<float>(expected, y, 1e-6, $"width {width}");
        }
    }

    [Fact]
    public void Fit_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<SpecificationException>(() => new KMeans(0));
        Assert.Contains("at least as many", Assert.Throws<ShapeException>(() => new KMeans(3).Fit(Tensor.Ones(new Shape(2, 2)))).Message, StringComparison.Ordinal);
        var bad = Tensor.From<float>([1, 2, float.NaN, 4], 2, 2);
        Assert.Contains("feature 0 of sample 1", Assert.Throws<DataException>(() => new KMeans(2).Fit(bad)).Message, StringComparison.Ordinal);
    }

    /// <summary>Three heaps of as many points around (-5, 0), (0, 6) and (5, 0).</summary>
    internal static Tensor Heaps(int count)
    {
        var noise = Samples.Uniform<double>(count * 2, -1, 1);
        return Tensor.From<double>(
            [.. noise.Select((value, i) => value + (i % 2 == 0 ? (i / 2 % 3 * 5) - 5 : i / 2 % 3 == 1 ? 6 : 0))], new Shape(count, 2));
    }
}
