using Descent.Kernels;

namespace Descent.Tests.Data;

public class AugmentationTests
{
    private const int Size = 12;
    private const double Middle = (Size - 1) / 2.0;
    private static readonly Shape Image = new(2, Size, Size);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 2.5, 0)]
    [InlineData(30, 0, 0)]
    [InlineData(0, 0, 0.3)]
    [InlineData(180, 3, 0.2)]
    public void RandomAffine_LinearImage_IsTheLinearFunctionOfWhereEachPixelComesFrom(double degrees, double shift, double scale)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var (random, same) = (new RandomKey(seed, "affine").Stream(), new RandomKey(seed, "affine").Stream());
            var image = Picture((x, y) => 100 + (3 * x) + (7 * y));
            new RandomAffine(degrees, shift, scale).Apply(image, Image, ref random);
            var angle = ((2 * same.NextDouble()) - 1) * degrees * Math.PI / 180;
            var (right, down) = (((2 * same.NextDouble()) - 1) * shift, ((2 * same.NextDouble()) - 1) * shift);
            var size = 1 + (((2 * same.NextDouble()) - 1) * scale);
            var inside = 0;
            for (var place = 0; place < image.Length; place++)
            {
                var (x, y) = ((place % Size) - Middle - right, (place / Size % Size) - Middle - down);
                var fromX = (((Math.Cos(angle) * x) - (Math.Sin(angle) * y)) / size) + Middle;
                var fromY = (((Math.Sin(angle) * x) + (Math.Cos(angle) * y)) / size) + Middle;
                if (Math.Abs(fromX - Middle) <= Middle && Math.Abs(fromY - Middle) <= Middle)
                {
                    inside++;
                    Assert.Equal((place < Size * Size ? 1 : 2) * (100 + (3 * fromX) + (7 * fromY)), image[place], 1e-3);
                }
                else if (Math.Abs(fromX - Middle) >= Middle + 1 || Math.Abs(fromY - Middle) >= Middle + 1)
                {
                    Assert.Equal(0, image[place]);
                }
            }

            Assert.True(inside > Size * Size / 2);
        }
    }

    [Fact]
    public void RandomFlip_HalfTheTime_ReversesEveryRow()
    {
        var random = new RandomKey(1, "flip").Stream();
        var (before, flipped) = (Picture((x, y) => x + (20 * y)), 0);
        var mirrored = Picture((x, y) => Size - 1 - x + (20 * y));
        for (var i = 0; i < 200; i++)
        {
            var image = before.ToArray();
            new RandomFlip().Apply(image, Image, ref random);
            Assert.True(image.SequenceEqual(before) || image.SequenceEqual(mirrored));
            flipped += image.SequenceEqual(mirrored) ? 1 : 0;
        }

        Assert.InRange(flipped, 75, 125);
    }

    [Fact]
    public void RandomErasing_Always_FillsOneRectangleInEveryChannel()
    {
        var random = new RandomKey(1, "erase").Stream();
        for (var i = 0; i < 50; i++)
        {
            var image = Picture((_, _) => 5);
            new RandomErasing(share: 0.5, probability: 1).Apply(image, Image, ref random);
            var erased = Enumerable.Range(0, image.Length).Where(place => image[place] is >= 0 and < 1).ToArray();
            var (xs, ys) = (erased.Select(place => place % Size).Distinct().ToArray(), erased.Select(place => place / Size % Size).Distinct().ToArray());
            Assert.InRange(xs.Length, 1, Size / 2);
            Assert.InRange(ys.Length, 1, Size / 2);
            Assert.Equal(2 * xs.Length * ys.Length, erased.Length);
            Assert.Equal((xs.Length - 1, ys.Length - 1), (xs.Max() - xs.Min(), ys.Max() - ys.Min()));
            Assert.Equal(image.Length - erased.Length, image.Count(value => value is 5 or 10));
        }

        var untouched = Picture((_, _) => 5);
        new RandomErasing(probability: 0).Apply(untouched, Image, ref random);
        Assert.Equal(Picture((_, _) => 5), untouched);
    }

    [Fact]
    public void RandomNoise_AnyShape_HasMeanZeroAndItsDeviation()
    {
        var random = new RandomKey(1, "noise").Stream();
        var values = new float[10_000];
        new RandomNoise(0.2).Apply(values, new Shape(10_000), ref random);
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(0.2, Math.Sqrt(values.Average(value => value * value)), 0.01);
    }

    [Fact]
    public void Augmentations_OutOfRange_AreRefused()
    {
        Assert.Throws<SpecificationException>(() => new RandomAffine(degrees: 181));
        Assert.Throws<SpecificationException>(() => new RandomAffine(shift: double.NaN));
        Assert.Throws<SpecificationException>(() => new RandomAffine(scale: 1));
        Assert.Throws<SpecificationException>(() => new RandomFlip(1.1));
        Assert.Throws<SpecificationException>(() => new RandomErasing(share: -0.1));
        Assert.Throws<SpecificationException>(() => new RandomNoise(double.PositiveInfinity));
        IAugmentation[] ofImages = [new RandomAffine(), new RandomFlip(), new RandomErasing()];
        Assert.All(ofImages, augmentation =>
        {
            var random = new RandomKey(1, "flat").Stream();
            var error = Assert.Throws<ShapeException>(() => augmentation.Apply(new float[64], new Shape(64), ref random));
            Assert.Contains("Reshape of the data set", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Batches_OtherAugmentationSeed_GivesOtherViewsOfTheSameSamples()
    {
        var data = Datasets.Digits().Train.Reshape(new Shape(1, 8, 8));
        Batches Views(ulong? seed) => new(data, 32, seed: 1) { Augmentations = [new RandomNoise()], AugmentationSeed = seed };
        var (plain, same, other) = (Views(null).Epoch(2).First(), Views(1).Epoch(2).First(), Views(2).Epoch(2).First());
        Assert.Equal(plain.Rows, other.Rows);
        Assert.Equal(plain.Inputs, same.Inputs);
        Assert.NotEqual(plain.Inputs, other.Inputs);
        Assert.Equal(new Shape(32, 1, 8, 8), plain.ToTensor().Shape);
        Assert.Equal(plain.Inputs, plain.ToTensor().ToArray<float>());
    }

    // The second channel is twice the first.
    private static float[] Picture(Func<int, int, double> value) =>
        [.. Enumerable.Range(0, Image.Count).Select(place => (float)((place < Size * Size ? 1 : 2) * value(place % Size, place / Size % Size)))];
}
