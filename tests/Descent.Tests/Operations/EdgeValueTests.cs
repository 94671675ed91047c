namespace Descent.Tests.Operations;

public sealed class EdgeValueTests
{
    [Fact]
    public void Where_OnAMaskOfNaN_ChoosesThenAlone()
    {
        var chosen = Tensor.Where(Tensor.From([float.NaN, 0, 2]), Tensor.From([1f, 1, 1]), Tensor.From([10f, 10, 10]));

        Assert.Equal([1f, 10, 1], chosen.ToArray<float>());
    }

    [Fact]
    public void Power_OfZeroExponentAtZero_HasTheDerivativeZero()
    {
        var x = Tensor.From([0f, 2]).Tracked();

        Assert.Equal([0f, 0], Gradients.Of(x.Power(0).Sum(), [x])[0].ToArray<float>());
    }

    [Fact]
    public void Maximum_WithAnInfiniteGradient_GivesTheSmallerNone()
    {
        var (a, b) = (Tensor.From([1f]).Tracked(), Tensor.From([2f]).Tracked());

        var gradients = Gradients.Of(Tensor.Maximum(a, b), Tensor.From([float.PositiveInfinity]), [a, b]);

        Assert.Equal(0, gradients[0].Item());
        Assert.Equal(double.PositiveInfinity, gradients[1].Item());
    }

    [Fact]
    public void Slice_OfAlmostAllIntegers_IsRefusedForItsRange()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Zeros(new Shape(4, 2)).Slice(0, 1, int.MaxValue));

        Assert.Contains("not within axis 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_OfMoreBytesThanAnArrayHolds_SaysSo()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Zeros(new Shape(40_000, 40_000)));

        Assert.Contains("[40000, 40000]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_OfAnotherTypeFlowingIn_AreRefused()
    {
        var x = Tensor.From([1f, 2]).Tracked();

        Assert.Throws<DescentException>(() => Gradients.Of(x + 1, Tensor.Ones(x.Shape, ElementType.Float64), [x]));
    }

    [Fact]
    public void From_OfAMatrix_KeepsRowsInOrder()
    {
        var matrix = Tensor.From(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        Assert.Equal(new Shape(2, 3), matrix.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix.ToArray<int>());
        Assert.Equal(new Shape(0, 3), Tensor.From(new double[0, 3]).Shape);
    }
}
