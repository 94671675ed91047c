using Descent.Kernels;

namespace Descent.Tests.Data;

public class CutoutTests
{
    private static readonly Shape Image = new(3, 9, 11);

    [Fact]
    public void Apply_AnyImage_BlanksOneSquareThatMayBeCutByTheBorder()
    {
        var random = new RandomKey(1, "cutout").Stream();
        var places = new HashSet<(int, int, int)>();
        for (var i = 0; i < 400; i++)
        {
            var image = Enumerable.Repeat(1f, Image.Count).ToArray();
            new Cutout(4).Apply(image, Image, ref random);
            var blank = Enumerable.Range(0, image.Length).Where(place => image[place] == 0).ToArray();
            var (rows, columns) = (blank.Select(place => place / 11 % 9).Distinct().Order().ToArray(), blank.Select(place => place % 11).Distinct().Order().ToArray());
            Assert.Equal(3 * rows.Length * columns.Length, blank.Length);
            Assert.True(rows.Length == 4 || rows[0] == 0 || rows[^1] == 8);
            Assert.True(columns.Length == 4 || columns[0] == 0 || columns[^1] == 10);
            Assert.InRange(rows.Length, 2, 4);
            Assert.InRange(columns.Length, 2, 4);
            places.Add((rows[0], columns[0], blank.Length));
        }

        Assert.True(places.Count > 50);
    }

    [Fact]
    public void For_SquareThatHidesEverything_IsRefused()
        => Assert.Contains(
            "cutout size=16",
            Assert.Throws<SpecificationException>(() => new Cutout(16).For(Datasets.Digits().Train.Reshape(new Shape(1, 8, 8)))).Message,
            StringComparison.Ordinal);
}
