namespace Descent.Tests.Operations;

public sealed class EmptyBatchTests
{
    [Theory]
    [InlineData("conv 4 3 pad 1", 0)]
    [InlineData("conv 4 3 pad 1 stride 2", 0)]
    [InlineData("maxpool 2", 0)]
    [InlineData("avgpool 2", 0)]
    [InlineData("depthwise 3 pad same, depthwise 2 stride 2", 0)]
    [InlineData("conv-transpose 3 2 stride 2, groupnorm 3, rmsnorm, instancenorm affine=true", 0)]
    [InlineData("adaptive-avgpool 3, adaptive-maxpool 2, upsample 2 mode=bilinear, global-maxpool", 0)]
    [InlineData("adaptive-maxpool 3, global-avgpool, reshape 1x2, conv1d 3 2, maxpool1d 1, spatial-dropout 0.5, alpha-dropout 0.5", 0)]
    [InlineData("flatten, linear 3", 0)]
    [InlineData("dropout 0.5, relu, softmax", 0)]
    [InlineData("conv 4 3 pad 1, maxpool 2, avgpool 2, flatten, linear 3, tanh", 1)]
    [InlineData("conv 4 8, flatten, linear 3", 1)]
    public void Forward_WithFewSamples_GradientsHaveShapesAndAreFinite(string model, int samples)
    {
        var shape = new Shape(2, 8, 8);
        var network = ModelSpecification.Build(model, shape);
        network.Initialize(1);
        var parameters = network.Parameters.Select(named => named.Parameter).ToArray();
        var input = Tensor.Full(shape.Prepend(samples), 0.5).Tracked();

        var output = network.Forward(input, Pass.Training(1));
        Tensor[] variables = [input, .. parameters.Select(parameter => parameter.Value)];
        var gradients = Gradients.Of(output.Square().Sum(), variables);

        Assert.Equal(network.OutputShape(shape).Prepend(samples), output.Shape);
        for (var i = 0; i < variables.Length; i++)
        {
            Assert.Equal(variables[i].Shape, gradients[i].Shape);
            Assert.All(gradients[i].ToDoubles(), value => Assert.True(samples == 0 ? value == 0 : double.IsFinite(value)));
        }
    }

    [Fact]
    public void CrossEntropy_WithoutSamples_IsZero()
    {
        var logits = Tensor.Zeros(new Shape(0, 3)).Tracked();

        var loss = new CrossEntropy().Compute(logits, Tensor.Zeros(new Shape(0), ElementType.Int32));

        Assert.Equal(0, loss.Item());
        Assert.Equal(logits.Shape, Gradients.Of(loss, [logits])[0].Shape);
    }

    [Fact]
    public void FixedNorm_WithoutSamples_GivesZeroGradients()
    {
        var layer = new BatchNorm(3);
        layer.Initialize(1);

        var output = layer.Forward(Tensor.Zeros(new Shape(0, 3)));
        var gradients = Gradients.Of(output.Sum(), [layer.Weight!, layer.Bias!]);

        Assert.All(gradients, gradient => Assert.Equal([0f, 0f, 0f], gradient.ToArray<float>()));
    }

    [Fact]
    public void MatMul_OverNoDepth_GivesZerosAndEmptyGradients()
    {
        var a = Tensor.Zeros(new Shape(2, 3, 0)).Tracked();
        var b = Tensor.Zeros(new Shape(0, 4)).Tracked();

        var product = a.MatMul(b);
        var gradients = Gradients.Of(product.Sum(), [a, b]);

        Assert.All(product.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Equal(a.Shape, gradients[0].Shape);
        Assert.Equal(b.Shape, gradients[1].Shape);
    }

    [Fact]
    public void SliceAndConcatenate_WithoutRows_KeepTheirShapes()
    {
        var empty = Tensor.Zeros(new Shape(0, 4)).Tracked();

        var joined = Tensor.Concatenate(1, empty.Slice(1, 1, 2), empty);

        Assert.Equal(new Shape(0, 6), joined.Shape);
        Assert.Equal(empty.Shape, Gradients.Of(joined.Sum(), [empty])[0].Shape);
        Assert.Equal(new Shape(3, 2), Tensor.Concatenate(-1, Tensor.Ones(new Shape(3, 2)), Tensor.Ones(new Shape(3, 0))).Shape);
    }

    [Fact]
    public void Mean_AlongAnEmptyAxis_IsRefusedLikeTheMeanOfAll()
        => Assert.Throws<ShapeException>(() => Tensor.Zeros(new Shape(0, 3)).Mean(0));
}
