using Descent.Tests.Checks;
using Descent.Tests.Kernels;

namespace Descent.Tests.Layers;

public class TransformerDecoderLayerTests
{
    private static readonly Tensor Target = Tensor.From(Samples.Uniform<float>(2 * 4 * 6), 2, 4, 6);
    private static readonly Tensor Memory = Tensor.From(Samples.Uniform<float>(2 * 3 * 6, seed: 2), 2, 3, 6);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_LaterTargets_AreNotSeenButAllOfTheMemoryIs(bool normFirst)
    {
        var layer = new TransformerDecoderLayer(6, 2, 8, normFirst: normFirst);
        var changed = Tensor.Concatenate(1, Target.Slice(1, 0, 2), Target.Slice(1, 2, 2) * 3);
        Assert.Equal(layer.Forward(Target, Memory).Slice(1, 0, 2).ToDoubles(), layer.Forward(changed, Memory).Slice(1, 0, 2).ToDoubles());
        var other = Tensor.Concatenate(1, Memory.Slice(1, 0, 2), Memory.Slice(1, 2, 1) * 3);
        Assert.NotEqual(layer.Forward(Target, Memory).Slice(1, 0, 1).ToDoubles(), layer.Forward(Target, other).Slice(1, 0, 1).ToDoubles());
    }

    [Fact]
    public void Forward_PaddedMemory_IsTheShorterMemory()
    {
        var layer = new TransformerDecoderLayer(6, 3, 8);
        var padded = Memory.WithLengths(Tensor.From<int>([2, 2]));
        var y = layer.Forward(Target.WithLengths(Tensor.From<int>([4, 3])), padded);
        Samples.AssertClose<float>(layer.Forward(Target, Memory.Slice(1, 0, 2)).Slice(0, 0, 1).ToDoubles(), y.Slice(0, 0, 1).ToArray<float>(), 1e-6);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0], y.StepMask!.ToDoubles());
    }

    [Fact]
    public void Parameters_AreNamedAsInPyTorch()
        => Assert.Equal(
            [
                "linear1.bias", "linear1.weight", "linear2.bias", "linear2.weight", "multihead_attn.in_proj_bias", "multihead_attn.in_proj_weight",
                "multihead_attn.out_proj.bias", "multihead_attn.out_proj.weight", "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight", "norm3.bias",
                "norm3.weight", "self_attn.in_proj_bias", "self_attn.in_proj_weight", "self_attn.out_proj.bias", "self_attn.out_proj.weight",
            ],
            new TransformerDecoderLayer(4, 2, 8).Parameters.Select(named => named.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layer_FirstAndSecondDerivatives_AgreeWithDifferences(bool normFirst)
    {
        var layer = new Halves(new TransformerDecoderLayer(4, 2, 3, 0, normFirst, gelu: true), 2);
        var check = new LayerGradientCheck(layer, new Shape(5, 4), batch: 2, seed: 1);
        var (first, second) = (check.First(), check.Second());
        Assert.True(first.Error <= 1e-6, $"{first.Error:G3} at {first.Where}");
        Assert.True(second.Error <= 1e-6, $"{second.Error:G3} at {second.Where}");
    }

    [Fact]
    public void Forward_OfOneInput_IsRefusedWithTheRemedy()
    {
        Assert.Contains("causal", Assert.Throws<ShapeException>(() => new TransformerDecoderLayer(6, 2, 8).Forward(Target)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "target and a memory", Assert.Throws<ShapeException>(() => ModelSpecification.Build("transformer-decoder 2", new Shape(4, 6))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new TransformerDecoderLayer(6, 2, 8).Forward(Target, Memory.Slice(2, 0, 4)));
    }
}
