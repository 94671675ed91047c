using Descent.Kernels;

namespace Descent.Tests.Data;

public class ColorJitterTests
{
    private static readonly Shape Image = new(3, 2, 4);

    [Theory]
    [InlineData(0.4, 0, 0, 0)]
    [InlineData(0, 0.6, 0, 0)]
    [InlineData(0, 0, 0.7, 0)]
    [InlineData(0, 0, 0, 0.4)]
    [InlineData(0.3, 0.3, 0.3, 0.2)]
    public void Apply_Pixels_GivesWhatTheDefinitionsGive(double brightness, double contrast, double saturation, double hue)
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            var (random, same) = (new RandomKey(seed, "jitter").Stream(), new RandomKey(seed, "jitter").Stream());
            var image = Pixels(seed);
            new ColorJitter(brightness, contrast, saturation, hue).Apply(image, Image, ref random);
            double Either() => (2 * same.NextDouble()) - 1;
            var (b, c, s, h) = (1 + (brightness * Either()), 1 + (contrast * Either()), 1 + (saturation * Either()), hue * Either());
            var expected = Expected(Pixels(seed), b, c, s, h);
            for (var i = 0; i < image.Length; i++)
            {
                Assert.Equal(expected[i], image[i], 2e-6);
            }
        }
    }

    [Fact]
    public void For_StandardisedImages_ChangesThePixelsBehindTheScaling()
    {
        var bytes = Enumerable.Range(0, 5 * Image.Count).Select(i => (byte)(i * 37 % 256)).ToArray();
        var plain = Dataset.Images("pictures", Image, bytes, [0, 1, 0, 1, 0], ["a", "b"]).WithScaling(InputScaling.Unit());
        var standardised = plain.WithScaling(InputScaling.FitStandardize(plain));
        var jitter = new ColorJitter(0.3, 0.3, 0.3, 0.1);
        var (one, other) = (plain.Input(2), standardised.Input(2));
        var (first, second) = (new RandomKey(3).Stream(), new RandomKey(3).Stream());
        jitter.For(plain).Apply(one, Image, ref first);
        jitter.For(standardised).Apply(other, Image, ref second);
        var scaling = standardised.Scaling;
        for (var i = 0; i < one.Length; i++)
        {
            var channel = i / 8;
            Assert.Equal(one[i], (other[i] - scaling.Shift[channel]) / (scaling.Scale[channel] * 255), 1e-5);
        }
    }

    [Fact]
    public void For_InputsWithoutColour_IsRefusedWithTheReason()
    {
        var digits = Datasets.Digits().Train.Reshape(new Shape(1, 8, 8));
        Assert.NotNull(new ColorJitter(0.2, 0.2).For(digits));
        Assert.Contains("no colour", Assert.Throws<ShapeException>(() => new ColorJitter(hue: 0.1).For(digits)).Message, StringComparison.Ordinal);
        var numbers = Dataset.Classification("numbers", new Shape(3, 2, 2), new float[24], [0, 1], ["a", "b"]);
        Assert.Contains("plain numbers", Assert.Throws<DataException>(() => new ColorJitter().For(numbers)).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new ColorJitter(hue: 0.6));
        Assert.Throws<SpecificationException>(() => new ColorJitter(brightness: 1.5));
    }

    private static float[] Pixels(ulong seed)
    {
        var random = new RandomKey(seed, "pixels").Stream();
        return [.. Enumerable.Range(0, Image.Count).Select(_ => random.NextSingle())];
    }

    // Written from the definitions of HSV, apart from the code under test.
    private static double[] Expected(float[] pixels, double brightness, double contrast, double saturation, double turn)
    {
        static double Held(double value) => Math.Min(1, Math.Max(0, value));
        static double Grey(double[] rgb) => (0.299 * rgb[0]) + (0.587 * rgb[1]) + (0.114 * rgb[2]);
        var colours = Enumerable.Range(0, 8).Select(i => new[] { Held(pixels[i] * brightness), Held(pixels[i + 8] * brightness), Held(pixels[i + 16] * brightness) }).ToArray();
        var mean = colours.Average(Grey);
        colours = [.. colours.Select(rgb => rgb.Select(value => Held(((value - mean) * contrast) + mean)).ToArray())];
        colours = [.. colours.Select(rgb => rgb.Select(value => Held(((value - Grey(rgb)) * saturation) + Grey(rgb))).ToArray())];
        colours = [.. colours.Select(rgb => Turned(rgb, turn * 360))];
        return [.. Enumerable.Range(0, 24).Select(i => colours[i % 8][i / 8])];
    }

    private static double[] Turned(double[] rgb, double degrees)
    {
        var (value, chroma) = (rgb.Max(), rgb.Max() - rgb.Min());
        if (chroma == 0)
        {
            return rgb;
        }

        var hue = value == rgb[0] ? 60 * ((rgb[1] - rgb[2]) / chroma) : value == rgb[1] ? 120 + (60 * ((rgb[2] - rgb[0]) / chroma)) : 240 + (60 * ((rgb[0] - rgb[1]) / chroma));
        hue = (((hue + degrees) % 360) + 360) % 360;
        var second = chroma * (1 - Math.Abs((hue / 60 % 2) - 1));
        double[] parts = (int)(hue / 60) switch
        {
            0 => [chroma, second, 0],
            1 => [second, chroma, 0],
            2 => [0, chroma, second],
            3 => [0, second, chroma],
            4 => [second, 0, chroma],
            _ => [chroma, 0, second],
        };
        return [.. parts.Select(part => part + value - chroma)];
    }
}
