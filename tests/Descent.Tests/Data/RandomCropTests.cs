using Descent.Kernels;

namespace Descent.Tests.Data;

public class RandomCropTests
{
    private static readonly Shape Image = new(2, 7, 5);

    [Fact]
    public void Apply_AnyImage_MovesItByWholePixelsAndFillsWithZeros()
    {
        var before = Enumerable.Range(1, Image.Count).Select(i => (float)i).ToArray();
        var random = new RandomKey(1, "crop").Stream();
        var seen = new HashSet<(int, int)>();
        for (var i = 0; i < 300; i++)
        {
            var image = before.ToArray();
            new RandomCrop(2).Apply(image, Image, ref random);
            var moves = from down in Enumerable.Range(-2, 5) from right in Enumerable.Range(-2, 5) where image.SequenceEqual(Moved(before, down, right)) select (down, right);
            seen.Add(Assert.Single(moves));
        }

        Assert.Equal(25, seen.Count);
    }

    [Fact]
    public void For_BorderAsWideAsTheImage_IsRefused()
    {
        var error = Assert.Throws<SpecificationException>(() => new RandomCrop(8).For(Datasets.Digits().Train.Reshape(new Shape(1, 8, 8))));
        Assert.Contains("crop pad=8", error.Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new RandomCrop(0));
    }

    private static float[] Moved(float[] image, int down, int right)
    {
        var (height, width) = (Image[1], Image[2]);
        return [.. Enumerable.Range(0, image.Length).Select(place =>
        {
            var (plane, row, column) = (place / (height * width), (place / width % height) + down, (place % width) + right);
            return row >= 0 && row < height && column >= 0 && column < width ? image[(plane * height * width) + (row * width) + column] : 0;
        })];
    }
}
