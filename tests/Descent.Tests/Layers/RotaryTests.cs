using Descent.Tests.Kernels;

namespace Descent.Tests.Layers;

public class RotaryTests
{
    [Fact]
    public void Rotate_EveryPair_IsTurnedByItsAngleAndTheRestStays()
    {
        foreach (var width in (int[])[2, 6, 40])
        {
            var (heads, steps, features) = (3, 5, (3 * width) + 4);
            var x = Tensor.From(Samples.Uniform<double>(2 * steps * features), 2, steps, features);
            var y = new RotateOperation(heads * width, width).Apply(x, new RotaryWaves(width).Of(steps, ElementType.Float64))[0];
            for (var step = 0; step < steps; step++)
            {
                for (var i = 0; i < width / 2; i++)
                {
                    var (sine, cosine) = Math.SinCos(step / Math.Pow(10_000, 2.0 * i / width));
                    var (a, b) = (x.At(1, step, width + i), x.At(1, step, width + i + (width / 2)));
                    Assert.Equal((a * cosine) - (b * sine), y.At(1, step, width + i), 1e-14);
                    Assert.Equal((b * cosine) + (a * sine), y.At(1, step, width + i + (width / 2)), 1e-14);
                }
            }

            Assert.Equal(x.Slice(2, heads * width, 4).ToDoubles(), y.Slice(2, heads * width, 4).ToDoubles());
        }
    }

    [Fact]
    public void Attention_OfTokensMovedTogether_IsTheSame()
    {
        // Scores depend on how far apart two tokens are, not on where they stand: padding before them only moves them.
        var layer = new MultiHeadAttention(8, 2, rotary: true);
        var x = Tensor.From(Samples.Uniform<float>(1 * 4 * 8), 1, 4, 8);
        var moved = Tensor.Concatenate(1, Tensor.Zeros(new Shape(1, 3, 8)), x).WithStepMask(Tensor.From<int>([0, 0, 0, 1, 1, 1, 1], 1, 7));
        Samples.AssertClose<float>(layer.Forward(x).ToDoubles(), layer.Forward(moved).Slice(1, 3, 4).ToArray<float>(), 1e-5);
        Samples.AssertClose<float>(layer.Forward(x).ToDoubles(), layer.Attend(x, x, x).Output.ToArray<float>(), 1e-5);
    }

    [Fact]
    public void Attention_OfTokensInAnotherOrder_DiffersOnlyWithRotary()
    {
        var x = Tensor.From(Samples.Uniform<float>(1 * 4 * 8), 1, 4, 8);
        var swapped = Tensor.Concatenate(1, x.Slice(1, 2, 2), x.Slice(1, 0, 2));
        double Difference(Layer layer) => (layer.Forward(x).Sum(1) - layer.Forward(swapped).Sum(1)).Abs().Max().Item();
        Assert.True(Difference(new MultiHeadAttention(8, 2)) < 1e-5);
        Assert.True(Difference(new MultiHeadAttention(8, 2, rotary: true)) > 1e-3);
    }

    [Fact]
    public void Constructor_OddWidth_IsRefused()
        => Assert.Contains(
            "even number", Assert.Throws<SpecificationException>(() => new MultiHeadAttention(6, 2, rotary: true)).Message, StringComparison.Ordinal);
}
