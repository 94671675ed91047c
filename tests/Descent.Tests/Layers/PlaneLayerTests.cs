using Descent.Kernels;

namespace Descent.Tests.Layers;

/// <summary>Pooling, upsampling, normalisation and dropout of channels, each beside what defines it.</summary>
public class PlaneLayerTests
{
    private static readonly Shape Image = new(4, 6, 5);

    [Theory]
    [InlineData("maxpool1d 3 stride 2 pad 1", "maxpool 1x3 stride 1x2 pad 0x1")]
    [InlineData("maxpool1d 2 dilation 3 stride 1", "maxpool 1x2 stride 1 dilation 1x3")]
    [InlineData("avgpool1d 3 stride 2 pad 1 count-padding=false ceil", "avgpool 1x3 stride 1x2 pad 0x1 count-padding=false ceil")]
    [InlineData("adaptive-avgpool 4", "adaptive-avgpool 1x4")]
    [InlineData("adaptive-maxpool 4", "adaptive-maxpool 1x4")]
    [InlineData("upsample 3 mode=linear", "upsample 1x3 mode=linear")]
    public void AlongASequence_IsTheSameOfImagesOfOneRow(string text, string image)
    {
        var x = Random(new Shape(3, 2, 11));
        var y = ModelSpecification.Build(text, new Shape(2, 11));
        var wanted = ModelSpecification.Build(image, new Shape(2, 1, 11)).Forward(x.Reshape(3, 2, 1, 11));
        Assert.Equal(wanted.ToDoubles(), y.Forward(x).ToDoubles());
        Assert.Equal(y.OutputShape(new Shape(2, 11)).Prepend(3), y.Forward(x).Shape);
    }

    [Theory]
    [InlineData("adaptive-avgpool 3x5", "avgpool 2x1")]
    [InlineData("adaptive-maxpool 3x5", "maxpool 2x1")]
    public void Adaptive_ToASizeThatDivides_IsPoolingSideBySide(string text, string window)
    {
        var x = Random(Image.Prepend(2));
        var pooled = ModelSpecification.Build(window, Image);
        Assert.Equal(pooled.Forward(x).ToDoubles(), ModelSpecification.Build(text, Image).Forward(x).ToDoubles());
    }

    [Fact]
    public void GlobalMaxPool_OnTies_GivesTheGradientToTheFirst()
    {
        var x = Tensor.From<float>([1, 3, 3, 2, 5, 5, 5, 5], new Shape(1, 2, 2, 2)).Tracked();
        var y = new GlobalMaxPool().Forward(x);
        Assert.Equal([3f, 5f], y.ToArray<float>());
        Assert.Equal([0, 1, 0, 0, 1, 0, 0, 0], Gradients.Of(y.Sum(), [x])[0].ToArray<float>());
    }

    [Fact]
    public void Upsample_OfARow_HasTheStatedPlaces()
    {
        var x = Tensor.From<float>([0, 1, 3], new Shape(1, 1, 3));
        Assert.Equal([0f, 0, 1, 1, 3, 3], new Upsample(1, 2).Forward(x).ToArray<float>());
        Assert.Equal([0f, 0.25f, 0.75f, 1.5f, 2.5f, 3], new Upsample(1, 2, linear: true).Forward(x).ToArray<float>());
        var aligned = new Upsample(1, 3, linear: true, alignCorners: true).Forward(x).ToDoubles();
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3], aligned);
    }

    [Fact]
    public void GroupNorm_OfAsManyGroupsAsChannels_IsInstanceNorm()
    {
        var x = Random(Image.Prepend(2));
        Assert.Equal(
            new InstanceNorm(4).Forward(x).ToDoubles(), new GroupNorm(4, 4, affine: false).Forward(x).ToDoubles());
        var whole = new LayerNorm(Image, affine: false).Forward(x).ToDoubles();
        Assert.Equal(whole, new GroupNorm(1, 4, affine: false).Forward(x).ToDoubles());
    }

    [Fact]
    public void RmsNorm_OfRows_DividesByTheRootMeanSquare()
    {
        var layer = new RmsNorm(4, epsilon: 0.5);
        layer.Convert(ElementType.Float64);
        layer.Initialize(0);
        layer.Weight!.Load(Tensor.From<double>([1, 2, 3, -1], new Shape(4)));
        double[] x = [1, -2, 3, 4, 0, 0, 0, 0, 1e150, 1e150, -1e150, 1e150];
        var y = layer.Forward(Tensor.From<double>(x, new Shape(3, 4))).ToDoubles();
        double[] row = [.. new[] { 1, -4, 9, -4.0 }.Select(value => value / Math.Sqrt(8))];
        Assert.Equal(row, y[..4], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, 0, 0], y[4..8]);
        Assert.Equal([1, 2, -3, -1], y[8..].Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void SpatialDropout_InTraining_DropsWholeChannels()
    {
        var values = new SpatialDropout(0.25).Forward(Tensor.Ones(new Shape(100, 40, 7)), Pass.Training(3)).ToDoubles();
        var channels = values.Chunk(7).ToArray();
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        Assert.InRange(channels.Count(channel => channel[0] == 0) / 4000.0, 0.23, 0.27);
        Assert.InRange(values.Average(), 0.97, 1.03);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.8)]
    public void AlphaDropout_AfterSelu_KeepsMeanAndVariance(double p)
    {
        // Normally distributed numbers come out of selu with mean 0 and variance 1: that is what its constants are for.
        var normal = new float[200_000];
        new RandomKey(4).FillNormal(normal);
        var selu = Array.ConvertAll(normal, x => 1.0507009873554805f * (x > 0 ? x : 1.6732632423543772f * (float.Exp(x) - 1)));
        var y = new AlphaDropout(p).Forward(Tensor.From<float>(selu, new Shape(400, 500)), Pass.Training(8)).ToDoubles();
        var mean = y.Average();
        Assert.InRange(mean, -0.02, 0.02);
        Assert.InRange(y.Average(value => (value - mean) * (value - mean)), 0.97, 1.03);
        Assert.InRange(y.GroupBy(value => value).Max(group => group.Count()) / 200_000.0, p - 0.01, p + 0.01);
    }

    [Fact]
    public void DropoutOfEitherKind_InEvaluation_IsTheInput()
    {
        var x = Random(Image.Prepend(2));
        Assert.Same(x, new SpatialDropout().Forward(x));
        Assert.Same(x, new AlphaDropout().Forward(x));
    }

    [Fact]
    public void PermuteAndUnflatten_OfASample_HaveTheShapes()
    {
        var x = Random(Image.Prepend(2));
        var y = new Permute(3, 1, 2).Forward(x);
        Assert.Equal(new Shape(2, 5, 4, 6), y.Shape);
        Assert.Equal(x.ToDoubles(), new Permute(2, 3, 1).Forward(y).ToDoubles());
        Assert.Equal(new Shape(2, 2, 2, 6, 5), new Unflatten(1, new Shape(2, 2)).Forward(x).Shape);
    }

    [Theory]
    [InlineData("groupnorm 3", "divide the channels", typeof(SpecificationException))]
    [InlineData("permute 1x2", "each axis of the sample", typeof(ShapeException))]
    [InlineData("permute 0x1", "axes from 1", typeof(SpecificationException))]
    [InlineData("unflatten 2x3", "of 6 numbers", typeof(ShapeException))]
    [InlineData("upsample 2 align-corners", "mode=linear", typeof(SpecificationException))]
    [InlineData("flatten, upsample 2", "Put a reshape", typeof(ShapeException))]
    [InlineData("flatten, maxpool1d", "'reshape 1x120'", typeof(ShapeException))]
    [InlineData("alpha-dropout 1", "x < 1", typeof(SpecificationException))]
    public void Specification_ThatDoesNotFit_NamesTheRemedy(string text, string remedy, Type error)
        => Assert.Contains(remedy, Assert.Throws(error, () => ModelSpecification.Build(text, Image)).Message, StringComparison.Ordinal);

    private static Tensor Random(Shape shape)
    {
        var random = new Random(shape.Count);
        return Tensor.From<double>(Enumerable.Range(0, shape.Count).Select(_ => random.NextDouble() - 0.5).ToArray(), shape);
    }
}
