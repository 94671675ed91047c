namespace Descent.Tests.Layers;

public class PositionalEncodingTests
{
    [Fact]
    public void Forward_OfZeros_IsTheWavesOfThePaper()
    {
        foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            foreach (var features in (int[])[6, 5, 1])
            {
                var y = new PositionalEncoding(features).Forward(Tensor.Zeros(new Shape(2, 9, features), type));
                for (var step = 0; step < 9; step++)
                {
                    for (var i = 0; i < features; i++)
                    {
                        var angle = step / Math.Pow(10_000, (i / 2 * 2) / (double)features);
                        Assert.Equal(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), y.At(1, step, i), type == ElementType.Float32 ? 1e-7 : 1e-15);
                    }
                }
            }
        }
    }

    [Fact]
    public void Forward_AnotherLengthAndType_AreComputedAnew()
    {
        var layer = new PositionalEncoding(4);
        var (long32, short32, long64) = (
            layer.Forward(Tensor.Zeros(new Shape(1, 6, 4))), layer.Forward(Tensor.Zeros(new Shape(1, 3, 4))),
            layer.Forward(Tensor.Zeros(new Shape(1, 6, 4), ElementType.Float64)));
        Assert.Equal(long32.Slice(1, 0, 3).ToDoubles(), short32.ToDoubles());
        Assert.Equal(ElementType.Float64, long64.Type);
    }

    [Fact]
    public void Learned_ShorterSequences_UseTheFirstRowsAndLongerAreRefused()
    {
        var layer = PositionalEncoding.Learned(2, 3);
        layer.Initialize(1);
        var table = layer.Parameters.Single();
        Assert.Equal("weight", table.Path);
        Assert.Equal(table.Parameter.Value.Slice(0, 0, 2).ToDoubles(), layer.Forward(Tensor.Zeros(new Shape(1, 2, 2))).ToDoubles());
        Assert.Contains(
            "for 3 steps", Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Zeros(new Shape(1, 4, 2)))).Message, StringComparison.Ordinal);
        Assert.Equal("positional learned max-steps 3", layer.Describe());
    }
}
