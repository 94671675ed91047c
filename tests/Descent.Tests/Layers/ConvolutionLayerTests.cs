using Descent.Tests.Checks;
using FsCheck;
using FsCheck.Fluent;

namespace Descent.Tests.Layers;

/// <summary>Convolutions along one and two axes and turned around: their shapes, "same" padding, and how they belong together.</summary>
public class ConvolutionLayerTests
{
    private static readonly Gen<(int Size, int Kernel, int Stride, int Dilation)> Sizes =
        from size in Gen.Choose(1, 30)
        from kernel in Gen.Choose(1, 7)
        from stride in Gen.Choose(1, 4)
        from dilation in Gen.Choose(1, 3)
        select (size, kernel, stride, dilation);

    [Fact]
    public void PadSame_AnySize_KeepsThatManyPixelsAndPutsTheOddZeroAtTheEnd()
        => Prop.ForAll(Sizes.ToArbitrary(), one =>
        {
            var (size, kernel, stride, dilation) = one;
            var outputs = (size + stride - 1) / stride;
            var zeros = Math.Max(((outputs - 1) * stride) + (dilation * (kernel - 1)) + 1 - size, 0);
            var layer = new Conv1d(2, 3, kernel, new ConvolutionOptions(1, stride, 0, 0, 1, dilation) { IsSame = true });
            var valid = new Conv1d(2, 3, kernel, new ConvolutionOptions(1, stride, 0, 0, 1, dilation));
            layer.Initialize(1);
            valid.Initialize(1);
            layer.Convert(ElementType.Float64);
            valid.Convert(ElementType.Float64);
            Assert.Equal(new Shape(3, outputs), layer.OutputShape(new Shape(2, size)));

            var x = Random(new Shape(2, 2, size));
            var padded = Tensor.Concatenate(2, Zeros(zeros / 2), x, Zeros(zeros - (zeros / 2)));
            Assert.Equal(valid.Forward(padded).Slice(2, 0, outputs).ToDoubles(), layer.Forward(x).ToDoubles());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("conv 4 3x3 pad same", 3, 7, 5, "[4, 7, 5]")]
    [InlineData("conv 4 2x4 stride 2x3 pad same", 3, 7, 8, "[4, 4, 3]")]
    [InlineData("conv 4 3 pad valid", 3, 7, 5, "[4, 5, 3]")]
    [InlineData("depthwise 3x3 pad same", 3, 7, 5, "[3, 7, 5]")]
    [InlineData("depthwise 3 stride 2 pad 1 multiplier 2", 3, 7, 5, "[6, 4, 3]")]
    [InlineData("conv-transpose 8 2x2 stride 2", 3, 7, 5, "[8, 14, 10]")]
    [InlineData("conv-transpose 8 3x3 stride 2 pad 1 output-padding 1", 3, 7, 5, "[8, 14, 10]")]
    [InlineData("conv-transpose 8 5x2 stride 3x2 pad same", 3, 7, 5, "[8, 21, 10]")]
    public void Specification_OnImages_HasTheShape(string text, int channels, int height, int width, string expected)
    {
        var sample = new Shape(channels, height, width);
        var model = ModelSpecification.Build(text, sample);
        Assert.Equal(expected, model.OutputShape(sample).ToString());
        Assert.Equal(model.OutputShape(sample).Prepend(2), model.Forward(Tensor.Ones(sample.Prepend(2))).Shape);
    }

    [Fact]
    public void Conv1d_AlongASequence_IsTheConvolutionOfImagesOfOneRow()
    {
        var layer = new Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2);
        layer.Convert(ElementType.Float64);
        layer.Initialize(1);
        var x = Random(new Shape(3, 4, 19));
        var y = x.Reshape(3, 4, 1, 19).Convolution2d(
            layer.Weight.Value.Reshape(6, 2, 1, 3), layer.Bias!.Value, new ConvolutionOptions(1, 2, 0, 1, 1, 2, 2));
        Assert.Equal(y.ToDoubles(), layer.Forward(x).ToDoubles());
        Assert.Equal(new Shape(3, 6, 9), layer.Forward(x).Shape);
    }

    [Fact]
    public void ConvTranspose2d_AnyOptions_IsTheAdjointOfTheConvolution()
    {
        // <convolution(x), g> = <x, transposed(g)> for every x and g, which defines it.
        var options = (
            from stride in Gen.Choose(1, 3)
            from padding in Gen.Choose(0, 2)
            from dilation in Gen.Choose(1, 3)
            from more in Gen.Choose(0, 2)
            from groups in Gen.Choose(1, 2)
            from same in Gen.Elements(true, false)
            let pad = same ? 0 : padding
            select (
                Options: new ConvolutionOptions(stride, stride, pad, pad, dilation, dilation, groups) { IsSame = same },
                More: same ? 0 : Math.Min(more, Math.Max(stride, dilation) - 1))).ToArbitrary();
        Prop.ForAll(options, one =>
        {
            var w = Random(new Shape(4, 3, 3, 2));
            var g = Random(new Shape(2, 4, 5, 4));
            var transposed = g.ConvolutionTranspose2d(w, null, one.Options, (one.More, one.More));
            var x = Random(transposed.Shape);
            var forward = x.Convolution2d(w, null, one.Options).Slice(2, 0, 5).Slice(3, 0, 4);
            Assert.Equal((forward * g).Sum().Item(), (x * transposed).Sum().Item(), 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AnyConvolution_OfRandomOptions_HasTheGradientsOfDifferences()
    {
        var texts = (
            from kind in Gen.Elements("conv 4", "conv-transpose 4", "depthwise")
            from height in Gen.Choose(1, 3)
            from width in Gen.Choose(1, 3)
            from stride in Gen.Choose(1, 3)
            from dilation in Gen.Choose(1, 2)
            from groups in Gen.Choose(1, 2)
            let word = kind == "depthwise" ? "multiplier" : "groups"
            select $"{kind} {height}x{width} stride {stride} dilation {dilation} pad same {word} {groups}").ToArbitrary();
        var seed = 0;
        Prop.ForAll(texts, text =>
        {
            var sample = new Shape(2, 4, 3);
            var check = new LayerGradientCheck(ModelSpecification.Build(text, sample), sample, batch: 2, ++seed);
            var (first, second) = (check.First(), check.Second());
            Assert.True(first.Error <= 1e-6, $"{text}: {first.Error:G3} at {first.Where}");
            Assert.True(second.Error <= 1e-6, $"{text}, second derivatives: {second.Error:G3} at {second.Where}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public void WrongOptions_AreRefusedWithTheRemedy()
    {
        Refuses(
            "make the layer with as many input channels",
            () => Random(new Shape(1, 3, 4, 4)).ConvolutionTranspose2d(Random(new Shape(2, 3, 2, 2))));
        Refuses("below the stride 2", () => new ConvTranspose2d(2, 2, (2, 2), new(2, 2), more: (2, 0)).OutputShape(new Shape(2, 4, 4)));
        Refuses("nothing is left", () => new ConvTranspose2d(2, 2, 2, padding: 3).OutputShape(new Shape(2, 2, 2)));
        Refuses("Make it with 3 input channels", () => new ConvTranspose2d(2, 2, 2).OutputShape(new Shape(3, 2, 2)));
        Refuses("Make it with 3 input channels", () => new Conv1d(2, 2, 2).OutputShape(new Shape(3, 5)));
        Refuses("'reshape 1x20'", () => ModelSpecification.Build("conv1d 3", new Shape(20)));
        Refuses("For images there is conv", () => ModelSpecification.Build("conv1d 3", new Shape(1, 4, 5)));
        var twice = new ConvolutionOptions(PaddingWidth: 1) { IsSame = true };
        var error = Assert.Throws<SpecificationException>(() => new Conv1d(2, 2, 3, twice));
        Assert.Contains("leave one of the two out", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SpecificationException>(() => ModelSpecification.Build("conv 3 pad half", new Shape(1, 4, 5)));
        Assert.Contains("same | valid", error.Message, StringComparison.Ordinal);
    }

    private static void Refuses(string remedy, Func<object> act)
        => Assert.Contains(remedy, Assert.Throws<ShapeException>(act).Message, StringComparison.Ordinal);

    private static Tensor Zeros(int length) => Tensor.Zeros(new Shape(2, 2, length), ElementType.Float64);

    private static Tensor Random(Shape shape)
    {
        var random = new Random(shape.Count);
        return Tensor.From<double>(Enumerable.Range(0, shape.Count).Select(_ => random.NextDouble() - 0.5).ToArray(), shape);
    }
}
