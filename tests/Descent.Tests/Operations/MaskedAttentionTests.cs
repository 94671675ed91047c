using Descent.Tests.Checks;
using Descent.Tests.Kernels;
using Descent.Tests.Layers;

namespace Descent.Tests.Operations;

/// <summary>Attention that must not look everywhere.</summary>
public class MaskedAttentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fused_WithMask_AgreesWithTheComposition(bool causal)
    {
        foreach (var (samples, steps, heads, width) in (ReadOnlySpan<(int, int, int, int)>)[(2, 5, 3, 2), (3, 19, 2, 17), (2, 33, 1, 16)])
        {
            var x = Of(new Shape(samples, steps, 3 * heads * width), 1).Tracked();
            var mask = Tensor.From<int>([.. Enumerable.Range(0, samples * steps).Select(i => i < steps || i % 3 == 1 ? 0 : 1)], samples, steps);
            var operation = new SelfAttentionOperation(heads, causal);
            var (fused, composed) = (operation.Apply(x, mask)[0], operation.Composed(x, mask));
            Samples.AssertClose<double>(composed.ToDoubles(), fused.ToArray<double>(), 1e-12, "y");
            Assert.All(fused.Slice(0, 0, 1).ToDoubles(), value => Assert.Equal(0, value));
            var g = Of(fused.Shape, 2);
            Samples.AssertClose<double>(
                Gradients.Of(composed, g, [x])[0].ToDoubles(), Gradients.Of(fused, g, [x])[0].ToArray<double>(), 1e-11, "gradient");
        }
    }

    [Fact]
    public void Of_RowsThatMaySeeNothing_AreZeroWithFiniteGradients()
    {
        foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            var (q, k, v) = (Of(new Shape(2, 3, 4), 1).To(type).Tracked(), Of(new Shape(2, 3, 4), 2).To(type).Tracked(), Of(new Shape(2, 3, 4), 3).To(type).Tracked());
            var additive = Tensor.From<double>([.. Enumerable.Repeat(double.NegativeInfinity, 3), 0, -1, double.NegativeInfinity, 0, 0, 0], new Shape(3, 3)).To(type).Tracked();
            foreach (var mask in (Tensor[])[additive, Tensor.From<int>([0, 0, 0, 1, 1, 0, 1, 1, 1], 3, 3)])
            {
                var (y, weights) = ScaledDotProduct.Of(q, k, v, mask);
                Assert.All(y.Slice(1, 0, 1).ToDoubles(), value => Assert.Equal(0, value));
                Assert.All(weights.Slice(1, 0, 1).ToDoubles(), value => Assert.Equal(0, value));
                Tensor[] variables = mask.Type.IsFloating() ? [q, k, v, mask] : [q, k, v];
                var first = Gradients.Of(y.Square().Sum() + weights.Square().Sum(), variables, differentiable: true);
                var second = Gradients.Of(first.Select(gradient => gradient.Square().Sum()).Aggregate((a, b) => a + b), variables);
                Assert.All((Tensor[])[y, .. first, .. second], tensor => Assert.All(tensor.ToDoubles(), value => Assert.True(double.IsFinite(value))));
                Assert.Contains(first[0].ToDoubles(), value => value != 0);
            }
        }
    }

    [Fact]
    public void Layer_SampleOfNothingButPadding_HasFiniteOutputsAndGradients()
    {
        var x = Of(new Shape(2, 4, 6), 1).To(ElementType.Float32).Tracked();
        foreach (var layer in (Layer[])
            [new MultiHeadAttention(6, 2), new MultiHeadAttention(6, 3, causal: true, dropout: 0.5), new TransformerEncoderLayer(6, 2, 8, normFirst: true)])
        {
            foreach (var pass in (Pass[])[Pass.Evaluation, Pass.Training(3)])
            {
                var y = layer.Forward(x.WithLengths(Tensor.From<int>([0, 3])), pass);
                Tensor[] variables = [x, .. layer.Parameters.Select(named => named.Parameter.Value)];
                Assert.All(
                    (Tensor[])[y, .. Gradients.Of(y.Square().Sum(), variables)],
                    tensor => Assert.All(tensor.ToDoubles(), value => Assert.True(double.IsFinite(value))));
            }
        }
    }

    [Fact]
    public void Layer_WithPadding_IsTheShorterSequenceAndAgreesWithAttend()
    {
        var layer = new MultiHeadAttention(6, 2);
        var x = Of(new Shape(1, 5, 6), 1).To(ElementType.Float32);
        var masked = x.WithLengths(Tensor.From<int>([3]));
        var y = layer.Forward(masked).Slice(1, 0, 3).ToArray<float>();
        Samples.AssertClose<float>(layer.Forward(x.Slice(1, 0, 3)).ToDoubles(), y, 1e-6);
        Samples.AssertClose<float>(layer.Attend(masked, masked, masked).Output.Slice(1, 0, 3).ToDoubles(), y, 1e-6);
        var both = layer.Attend(masked, masked, masked, Tensor.From<int>([0, 1, 1, 1, 1], 1, 5)).Weights;
        Assert.Equal([true, false, false, true, true], both.ToDoubles().Take(5).Select(weight => weight == 0));
    }

    [Theory]
    [InlineData("attention 2")]
    [InlineData("attention 1 causal")]
    [InlineData("positional, transformer 2 3 dropout=0 activation=gelu")]
    public void Layer_FirstAndSecondDerivativesWithPadding_AgreeWithDifferences(string specification)
    {
        var check = new LayerGradientCheck(
            new WithLengths(ModelSpecification.Build(specification, new Shape(3, 4)), 2, 3, 0), new Shape(3, 4), batch: 3, seed: 1);
        var (first, second) = (check.First(), check.Second());
        Assert.True(first.Error <= 1e-6, $"{first.Error:G3} at {first.Where}");
        Assert.True(second.Error <= 1e-6, $"{second.Error:G3} at {second.Where}");
    }

    private static Tensor Of(Shape shape, int seed) => Tensor.From<double>(Samples.Uniform<double>(shape.Count, -1, 1, seed), shape);
}
