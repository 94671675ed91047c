namespace Descent.Tests.Data;

public class GeneratedDataTests
{
    private static readonly (string Name, Func<int, double, ulong, Dataset> Make)[] All =
    [
        ("xor", Datasets.Xor),
        ("circles", Datasets.Circles),
        ("moons", Datasets.Moons),
        ("spirals", (count, noise, seed) => Datasets.Spirals(count, noise, seed)),
        ("blobs", (count, noise, seed) => Datasets.Blobs(count, noise, seed)),
        ("sine", Datasets.Sine),
        ("plane", Datasets.Plane),
        ("hills", Datasets.Hills),
    ];

    private static float[] Inputs(Dataset data) => Enumerable.Range(0, data.Count).SelectMany(data.Input).ToArray();

    [Fact]
    public void Generated_SameSeed_GivesSamePoints()
    {
        foreach (var (name, make) in All)
        {
            Assert.Equal(name, make(30, 0.1, 1).Name);
            Assert.Equal(Inputs(make(30, 0.1, 1)), Inputs(make(30, 0.1, 1)));
            Assert.NotEqual(Inputs(make(30, 0.1, 1)), Inputs(make(30, 0.1, 2)));
            Assert.Throws<DataException>(() => make(1, 0.1, 0));
            Assert.Throws<DataException>(() => make(30, -1, 0));
        }
    }

    [Fact]
    public void Xor_WithoutNoise_FollowsItsRule()
    {
        var data = Datasets.Xor(100);
        for (var row = 0; row < data.Count; row++)
        {
            var point = data.Input(row);
            Assert.Equal(data.Labels[row] == 1, (point[0] > 0) != (point[1] > 0));
        }
    }

    [Fact]
    public void Circles_WithoutNoise_LieOnTheirRadius()
    {
        var data = Datasets.Circles(100, 0);
        for (var row = 0; row < data.Count; row++)
        {
            var point = data.Input(row);
            Assert.Equal(data.Labels[row] == 0 ? 1 : 0.5, Math.Sqrt((point[0] * point[0]) + (point[1] * point[1])), 1e-6);
        }
    }

    [Fact]
    public void Surfaces_WithoutNoise_FollowTheirFormulas()
    {
        var (plane, hills) = (Datasets.Plane(50, 0), Datasets.Hills(50, 0));
        for (var row = 0; row < 50; row++)
        {
            var (point, hill) = (plane.Input(row), hills.Input(row));
            Assert.Equal((point[0] + point[1]) / 2, plane.Values[row], 1e-6);
            Assert.Equal(Math.Sin(Math.PI * hill[0]) * Math.Cos(Math.PI * hill[1]), hills.Values[row], 1e-6);
        }
    }

    [Fact]
    public void Blobs_FiveClasses_AreEvenAndApart()
    {
        var data = Datasets.Blobs(100, 0, 0, 5);
        Assert.Equal([20, 20, 20, 20, 20], data.ClassCounts());
        Assert.Equal(5, Enumerable.Range(0, 100).Select(row => (data.Input(row)[0], data.Input(row)[1])).Distinct().Count());
    }

    [Fact]
    public void Sine_WithoutNoise_IsTheSine()
    {
        var data = Datasets.Sine(50, 0);
        for (var row = 0; row < data.Count; row++)
        {
            Assert.Equal(Math.Sin(Math.PI * data.Input(row)[0]), data.Values[row], 1e-6);
        }
    }
}
