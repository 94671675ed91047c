namespace Descent.Tests.Diagnostics;

public class OperationCostTests
{
    [Fact]
    public void Cost_OfAMatrixProduct_IsTwoForEachProductAndEachOperandOnce()
    {
        var cost = Observe(() => Tensor.Ones(new Shape(3, 4)).MatMul(Tensor.Ones(new Shape(4, 5))));
        Assert.Equal(new OperationCost(2 * 3 * 4 * 5, 4 * (12 + 20 + 15)), cost);
    }

    [Fact]
    public void Cost_OfATransposedProduct_IsTheSame()
    {
        var cost = Observe(() => Tensor.Ones(new Shape(4, 3)).MatMul(Tensor.Ones(new Shape(5, 4)), transpose: true, transposeOther: true));
        Assert.Equal(new OperationCost(2 * 3 * 4 * 5, 4 * (12 + 20 + 15)), cost);
    }

    [Fact]
    public void Cost_OfAConvolutionAndItsGradients_CountsTheTapsOfEveryOutput()
    {
        const double Flops = 2.0 * (2 * 4 * 5 * 5) * (3 * 3 * 3);
        var layer = new Conv2d(3, 4, 3, padding: 1, bias: false);
        layer.Initialize();
        var (x, weight) = (Tensor.Ones(new Shape(2, 3, 5, 5)).Tracked(), layer.OwnParameters[0].Value);
        Tensor? y = null;
        Assert.Equal(Flops, Observe(() => y = layer.Forward(x)).Flops);
        Assert.Equal(2 * Flops, Observe(() => Gradients.Of(y!.Sum(), [x, weight])).Flops);
    }

    [Fact]
    public void Cost_OfARecurrentLayer_IsThatOfItsProducts()
    {
        // 3 samples of 5 steps: 4 gates of 6 from 4 features and 6 hidden numbers, once forward; backward for both weights and the state.
        const double Inputs = 2.0 * 3 * 5 * (4 * 6) * 4, Hidden = 2.0 * 3 * 5 * (4 * 6) * 6;
        var layer = new Lstm(4, 6);
        layer.Initialize();
        Tensor? y = null;
        Assert.Equal(Inputs + Hidden, Observe(() => y = layer.Forward(Tensor.Ones(new Shape(3, 5, 4)))).Flops);
        var weights = layer.Parameters.Select(named => named.Parameter.Value).ToArray();
        Assert.Equal(Inputs + (2 * Hidden), Observe(() => Gradients.Of(y!.Sum(), weights)).Flops);
    }

    [Fact]
    public void Cost_OfAttention_IsThatOfItsProducts()
    {
        const double Product = 2.0 * 2 * 5 * 5 * 8, Projections = 2.0 * (2 * 5) * 8 * (3 + 1) * 8;
        var layer = new MultiHeadAttention(8, 2);
        layer.Initialize();
        Tensor? y = null;
        Assert.Equal((2 * Product) + Projections, Observe(() => y = layer.Forward(SyntheticStep.Values(new Shape(2, 5, 8)))).Flops);
        var weights = layer.Parameters.Select(named => named.Parameter.Value).ToArray();

        // The projection of the data needs no gradient for the data.
        Assert.Equal(
            (4 * Product) + Projections + (Projections / 4), Observe(() => Gradients.Of(y!.Sum(), weights)).Flops);
    }

    [Fact]
    public void Cost_OfAView_IsNothing()
    {
        Assert.Equal(default, Observe(() => Tensor.Ones(new Shape(6)).Reshape(2, 3)));
        Assert.Equal(default, Observe(() => Tensor.Ones(new Shape(6, 2)).Slice(0, 1, 3)));
        Assert.Equal(new OperationCost(0, 2 * 4 * 6), Observe(() => Tensor.Ones(new Shape(6, 2)).Slice(1, 1, 1)));
    }

    [Fact]
    public void Cost_OfDoubles_IsEightBytesEach()
        => Assert.Equal(new OperationCost(0, 2 * 8 * 6), Observe(() => Tensor.Ones(new Shape(6), ElementType.Float64).Relu()));

    [Fact]
    public void SyntheticStep_Cost_CountsForwardBackwardAndUpdate()
    {
        var step = new SyntheticStep(
            new Sequential(new Linear(4, 3)), new CrossEntropy(), new Sgd(0.1),
            SyntheticStep.Values(new Shape(5, 4)), SyntheticStep.Labels(new Shape(5), 3));
        Assert.Equal(2.0 * 2 * 5 * 4 * 3, step.Cost().Flops);
        Assert.True(step.Cost().Bytes > 3 * 4 * 15);
        Assert.True(step.AllocatedBytes(3) >= 0);
    }

    private static OperationCost Observe(Action action)
    {
        var counter = new Counter();
        Observation.With(counter, action);
        return counter.Sum;
    }

    private sealed class Counter : IExecutionObserver
    {
        public OperationCost Sum { get; private set; }

        public void Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks)
            => Sum += operation.Cost(inputs, outputs);

        public void Updated(string optimizer, OperationCost cost, long ticks) => Sum += cost;
    }
}
