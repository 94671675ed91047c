namespace Descent.Tests.Catalog;

public class ModelSpecificationTests
{
    private static readonly Shape Image = new(1, 8, 8);

    [Fact]
    public void Build_ConvolutionNetwork_WorksOutEveryInputSize()
    {
        var model = ModelSpecification.Build(
            "conv 16 3x3 pad 1, relu, maxpool 2, conv 8 3 stride 2 pad 1, batchnorm, flatten, dropout 0.5, linear 10", Image);
        Assert.Equal(new Shape(10), model.OutputShape(Image));
        Assert.Equal(new Shape(3, 10), model.Forward(Tensor.Ones(Image.Prepend(3))).Shape);
        Assert.Equal((16 * 9) + 16 + (8 * 16 * 9) + 8 + 16 + (32 * 10) + 10, model.ParameterCount);
    }

    [Fact]
    public void Build_LinesAndAliases_AreUnderstood()
    {
        var model = ModelSpecification.Build("dense 4\nLeakyReLU 0.2\nlinear 2", new Shape(3));
        Assert.Equal(["linear 3 -> 4", "leaky-relu 0.2", "linear 4 -> 2"], model.Children.Select(child => child.Layer.Describe()));
    }

    [Theory]
    [InlineData("linear 10, rleu", "Layer 2 ('rleu')", "'relu'")]
    [InlineData("linear", "Layer 1 ('linear')", "needs the option 'outputs'")]
    [InlineData("linear 0", "Layer 1", "outputs=0 is not allowed")]
    [InlineData("dropout 1", "Layer 1", "x < 1")]
    [InlineData("linear 3, softmax temperature=2", "Layer 2", "no option 'temperature'")]
    [InlineData("reshape 8by8", "Layer 1", "lengths joined by x")]
    [InlineData("maxpool 2 stride x", "Layer 1", "stride=x is not allowed")]
    [InlineData(" , ", "The model is empty", "linear 64")]
    public void Build_UnknownOrWrong_NamesTheLayerAndTheRemedy(string text, string place, string remedy)
    {
        var error = Assert.Throws<SpecificationException>(() => ModelSpecification.Build(text, new Shape(64)));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ShapesThatDoNotFit_SayWhatToPutBefore()
    {
        Assert.Contains("Put 'flatten' before it", Message("conv 4, linear 10", Image), StringComparison.Ordinal);
        Assert.Contains("Layer 2 ('linear 10')", Message("conv 4, linear 10", Image), StringComparison.Ordinal);
        Assert.Contains("'reshape 1x8x8'", Message("conv 4", new Shape(64)), StringComparison.Ordinal);
        Assert.Contains("'reshape 1x8x6'", Message("maxpool 2", new Shape(8, 6)), StringComparison.Ordinal);
        Assert.Contains("kernel spans 9", Message("conv 4 9", Image), StringComparison.Ordinal);
        static string Message(string text, Shape input)
            => Assert.Throws<ShapeException>(() => ModelSpecification.Build(text, input)).Message;
    }

    [Fact]
    public void Build_BeginningWithLinear_FlattensImages()
    {
        Assert.Equal(new Shape(10), ModelSpecification.Build("linear 128, relu, linear 10", Image).OutputShape(Image));
        Assert.Equal(new Shape(10), ModelSpecification.Build("linear\t10", Image).OutputShape(Image));
        Assert.Equal(new Shape(1, 8, 3), ModelSpecification.Build("linear 3 per-position", Image).OutputShape(Image));
    }

    [Fact]
    public void OutputShape_OtherChannels_NamesBoth()
    {
        var error = Assert.Throws<ShapeException>(() => new Conv2d(3, 8, 3).OutputShape(Image));
        Assert.Contains("conv expects 3 channels, the sample [1, 8, 8] has 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NestedSequential_HasARowForEachLayer()
    {
        var model = new Sequential(new Sequential(new Linear(64, 32), new Relu()), new Linear(32, 10));
        Assert.Equal(
            [("0.0", "linear 64 -> 32", "[32]", 2080L), ("0.1", "relu", "[32]", 0L), ("1", "linear 32 -> 10", "[10]", 330L)],
            ModelSpecification.Describe(model, new Shape(64))
                .Select(row => (row.Name, row.Description, row.Output.ToString(), row.ParameterCount)));
    }

    [Fact]
    public void Build_WithInitializer_StartsWeightsByItAndBiasesAtZero()
    {
        var model = ModelSpecification.Build("conv 32 3 init=he, relu, flatten, linear 50 init=xavier", Image);
        model.Initialize(1);
        var tensors = model.Parameters.ToDictionary(named => named.Path, named => named.Parameter.Value.ToDoubles());
        Assert.InRange(Math.Sqrt(tensors["0.weight"].Average(value => value * value)), 0.9 * Math.Sqrt(2.0 / 9), 1.1 * Math.Sqrt(2.0 / 9));
        Assert.InRange(tensors["3.weight"].Max(), 0.95 * Math.Sqrt(6.0 / (1152 + 50)), Math.Sqrt(6.0 / (1152 + 50)));
        Assert.All(tensors["0.bias"].Concat(tensors["3.bias"]), value => Assert.Equal(0, value));
        var error = Assert.Throws<SpecificationException>(() => ModelSpecification.Build("linear 5 init=xaver", new Shape(3)));
        Assert.Contains("'xavier'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WayAroundLayers_IsANetworkWithinTheNetwork()
    {
        var model = ModelSpecification.Build(
            "linear 6, residual-of (relu, linear 4, residual-of(tanh, linear 4)) shortcut=(linear 4 bias=false),\nrelu, linear 2", new Shape(3));
        Assert.Equal(
            [
                "linear 3 -> 6",
                "residual-of (relu, linear 6 -> 4, residual-of (tanh, linear 4 -> 4)) shortcut=(linear 6 -> 4 without bias)",
                "relu", "linear 4 -> 2",
            ],
            model.Children.Select(child => child.Layer.Describe()));
        Assert.Equal("1.body.2.body.1.weight", model.Parameters.ElementAt(4).Path);
        Assert.Equal(new Shape(5, 2), model.Forward(Tensor.Ones(new Shape(5, 3))).Shape);
        Assert.Equal(new Shape(1, 8, 8), ModelSpecification.Build("residual-of (conv 1 3 pad 1)", Image).OutputShape(Image));
    }

    [Theory]
    [InlineData("residual-of (linear 3, relu", "not closed")]
    [InlineData("linear 3), relu", "not opened")]
    [InlineData("residual-of linear", "in parentheses")]
    [InlineData("residual-of (linear 3, rleu)", "Layer 2 ('rleu')")]
    [InlineData("residual-of ()", "The model is empty")]
    [InlineData("residual-of", "needs the option 'layers'")]
    public void Build_WayAroundLayersThatIsWrong_NamesTheRemedy(string text, string remedy)
        => Assert.Contains(
            remedy, Assert.Throws<SpecificationException>(() => ModelSpecification.Build(text, new Shape(3))).Message, StringComparison.Ordinal);

    [Fact]
    public void Known_NamesAndAliases_AreDistinctOverLayersAndActivations()
    {
        var names = ModelSpecification.Known.SelectMany(definition => definition.Aliases.Prepend(definition.Name)).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.All(Descent.Catalog.Activations, activation => Assert.NotEmpty(activation.Range));
    }
}
