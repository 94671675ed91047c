using Descent.Tests.Checks;

namespace Descent.Tests.Layers;

public class BilinearTests
{
    [Fact]
    public void Forward_TwoInputs_SumsEveryPair()
    {
        var layer = new Bilinear(2, 3, 2);
        layer.Weight.Load(Tensor.From<float>([1, 2, 3, 4, 5, 6, 0, 1, 0, -1, 0, 2], 2, 2, 3));
        layer.Bias!.Load(Tensor.From<float>([10, 0], 2));
        var y = layer.Forward(Tensor.From<float>([1, 2, 0, 1], 2, 2), Tensor.From<float>([1, 0, -1, 2, 1, 0], 2, 3));

        // x' A z: (1 2) [[1 2 3] [4 5 6]] (1 0 -1)' = (9 12 15) (1 0 -1)' = -6, and so on.
        Assert.Equal([4, -6, 23, -2], y.ToDoubles());
    }

    [Fact]
    public void Layer_FirstAndSecondDerivativesForTwoInputs_AgreeWithDifferences()
    {
        var check = new LayerGradientCheck(new Halves(new Bilinear(2, 3, 4), 2), new Shape(5), batch: 3, seed: 1);
        Assert.True(check.First().Error <= 1e-6);
        Assert.True(check.Second().Error <= 1e-6);
    }

    [Fact]
    public void Forward_ShapesThatDoNotFit_AreRefused()
    {
        var layer = new Bilinear(2, 3, 4);
        Assert.Contains("[n, 2] and [n, 3]", Refused(() => layer.Forward(Tensor.Ones(new Shape(5, 2)), Tensor.Ones(new Shape(4, 3)))), StringComparison.Ordinal);
        Assert.Contains("as both inputs", Refused(() => layer.OutputShape(new Shape(2))), StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new Bilinear(2, 0, 4));
    }

    private static string Refused(Func<object> act) => Assert.Throws<ShapeException>(act).Message;
}
