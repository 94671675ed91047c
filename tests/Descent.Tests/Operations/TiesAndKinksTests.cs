namespace Descent.Tests.Operations;

public class TiesAndKinksTests
{
    private static double[] Slope(Func<Tensor, Tensor> function, params float[] x)
    {
        var variable = Tensor.From(x).Tracked();
        return Gradients.Of(function(variable).Sum(), [variable])[0].ToDoubles();
    }

    [Fact]
    public void Relu_AtZero_HasZeroGradient() => Assert.Equal([0, 0, 1], Slope(x => x.Relu(), -1, 0, 1));

    [Fact]
    public void LeakyRelu_AtZero_HasTheSlope() => Assert.Equal([0.25, 0.25, 1], Slope(x => x.LeakyRelu(0.25), -1, 0, 1));

    [Fact]
    public void Elu_AtZero_HasAlpha() => Assert.Equal([0.5, 1], Slope(x => x.Elu(0.5), 0, 1));

    [Theory]
    [InlineData("selu", 0, 1.7580993408473766)]
    [InlineData("celu 0.5", 0, 1)]
    [InlineData("softsign", 0, 1)]
    [InlineData("relu6", 0, 0)]
    [InlineData("relu6", 6, 0)]
    [InlineData("threshold 1 20", 1, 0)]
    [InlineData("hard-sigmoid", -3, 0)]
    [InlineData("hard-sigmoid", 3, 0)]
    [InlineData("hard-tanh -2 0.5", -2, 0)]
    [InlineData("hard-tanh -2 0.5", 0.5, 0)]
    [InlineData("hard-swish", -3, 0)]
    [InlineData("hard-swish", 3, 1)]
    [InlineData("soft-shrink", -0.5, 0)]
    [InlineData("soft-shrink", 0.5, 0)]
    [InlineData("hard-shrink", -0.5, 0)]
    [InlineData("hard-shrink", 0.5, 0)]
    public void Activation_AtItsKink_HasTheStatedSlope(string activation, double at, double slope)
    {
        var layer = Specification.Make(activation, Descent.Catalog.Activations, "activation")(Shape.Scalar);
        var x = Tensor.From([at]).Tracked();
        Assert.Equal(slope, Gradients.Of(layer.Forward(x).Sum(), [x])[0].Item(), 1e-12);
    }

    [Fact]
    public void Maxout_OnATie_GivesTheGradientToTheFirst() => Assert.Equal([1, 0, 0, 1], Slope(x => x.Maxout(2), 3, 3, 1, 2));

    [Fact]
    public void BinaryStep_AtZero_FiresWithZeroGradient()
    {
        Assert.Equal([0, 1, 1], Tensor.From([-1f, 0f, 1f]).BinaryStep().ToDoubles());
        Assert.Equal([0, 0, 0], Slope(x => x.BinaryStep(), -1, 0, 1));
    }

    [Fact]
    public void PRelu_AtZero_HasTheSlopeAndGivesItNone()
    {
        var x = Tensor.From([-2f, 0f, 3f]).Tracked();
        var slope = Tensor.From([0.25f]).Tracked();
        var gradients = Gradients.Of(x.PRelu(slope).Sum(), [x, slope]);
        Assert.Equal([0.25, 0.25, 1], gradients[0].ToDoubles());
        Assert.Equal([-2], gradients[1].ToDoubles());
    }

    [Fact]
    public void Max_OnATie_GivesTheGradientToTheFirst() => Assert.Equal([0, 1, 0, 0], Slope(x => x.Max(), 1, 3, 3, 2));

    [Fact]
    public void ArgMax_OnATie_IsTheFirst()
    {
        var places = Tensor.From([1f, 3f, 3f, 5f, 5f, 2f], 2, 3).ArgMax();
        Assert.Equal([1, 0], places.ToArray<int>());
        Assert.Equal(new Shape(2), places.Shape);
    }

    [Fact]
    public void MaxPool2d_OnATie_GivesTheGradientToTheFirstInRowMajorOrder()
        => Assert.Equal([0, 1, 0, 0], Slope(x => x.Reshape(1, 1, 2, 2).MaxPool2d(new PoolingOptions(2)), 1, 4, 4, 4));

    [Fact]
    public void GatherRows_RepeatedRow_AddsUpItsGradients()
    {
        var table = Tensor.From([1f, 2f, 3f, 4f], 2, 2).Tracked();
        var rows = table.GatherRows(Tensor.From<int>([1, 1, 1]));
        Assert.Equal([3, 4, 3, 4, 3, 4], rows.ToDoubles());
        Assert.Equal([0, 0, 3, 3], Gradients.Of(rows.Sum(), [table])[0].ToDoubles());
    }

    [Fact]
    public void GatherRows_IndexOutside_NamesItsPlace()
    {
        var error = Assert.Throws<DataException>(() => Tensor.Ones(new Shape(3, 2)).GatherRows(Tensor.From<int>([0, 7])));
        Assert.Contains("Index 1 is 7", error.Message, StringComparison.Ordinal);
    }
}
