namespace Descent.Tests.Training;

public class NonFiniteTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Run_BadInput_NamesTheOperationAndTheSampleAndChangesNothing(float bad)
    {
        var model = Examples.Dense();
        model.Initialize(1);
        var before = Examples.Bits(model);
        var numbers = Examples.Numbers(12, 1);
        numbers[7] = bad;
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.01));
        var error = Assert.Throws<NonFiniteException>(() => step.Run(Tensor.From(numbers, 6, 2), Examples.Labels(6, 3)));
        Assert.Contains("'matmul'", error.Message, StringComparison.Ordinal);
        Assert.Contains("sample 3 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Clean the data", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Examples.Bits(model));
    }

    [Fact]
    public void Run_ExplodingRate_NamesAParameterOrTheOperation()
    {
        var model = Examples.Dense();
        var step = new TrainingStep(model, new CrossEntropy(), new Sgd(1e20));
        var error = Assert.Throws<NonFiniteException>(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                step.Run(Examples.Inputs(1, 6, 2), Examples.Labels(6, 3));
            }
        });
        Assert.Matches("the parameter '[0-9].(weight|bias)'|came out of '", error.Message);
        Assert.Contains("ower the learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OperationOutsideItsDomain_IsNamed()
    {
        var step = new TrainingStep(new Through(x => (x - 5.0).Log()), new MeanSquaredError(), new Sgd(0.1));
        var error = Assert.Throws<NonFiniteException>(() => step.Run(Examples.Inputs(1, 3, 2), Tensor.Zeros(new Shape(3, 2))));
        Assert.Contains("came out of 'log'", error.Message, StringComparison.Ordinal);
        Assert.Contains("sample 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FiniteLossWithInfiniteGradient_UpdatesNothingAndNamesTheParameter()
    {
        var model = new Through(x => (x * 0.0).Sqrt());
        model.Initialize(1);
        var before = Examples.Bits(model);
        var step = new TrainingStep(model, new MeanAbsoluteError(), new Sgd(0.1));
        var error = Assert.Throws<NonFiniteException>(() => step.Run(Examples.Inputs(1, 3, 2), Tensor.Ones(new Shape(3, 2))));
        Assert.Contains("the gradient of 'linear.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("square root", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Examples.Bits(model));
    }

    [Fact]
    public void Gradient_OfBranchThatIsNotTaken_StaysFinite()
    {
        var x = Tensor.From(new[] { -1.0, 0, 4 }).Tracked();
        var gradient = Gradients.Of(Tensor.Where(x.GreaterThan(0.0), x.Sqrt(), x * 2.0).Sum(), [x])[0].ToDoubles();
        Assert.Equal([2, 2, 0.25], gradient);
        Assert.Equal([0, 0, 0.25], Gradients.Of(x.Sqrt().Keep(x.GreaterThan(0.0)).Sum(), [x])[0].ToDoubles());
        Assert.Equal([0, 0, 0.25], Gradients.Of(x.Log().Keep(x.GreaterThan(0.0)).Sum(), [x])[0].ToDoubles());
    }

    private sealed class Through : Layer
    {
        private readonly Linear linear;
        private readonly Func<Tensor, Tensor> function;

        public Through(Func<Tensor, Tensor> function) => (linear, this.function) = (Add("linear", new Linear(2, 2)), function);

        public override Shape OutputShape(Shape input) => input;

        protected override Tensor Compute(Tensor input, Pass pass) => function(linear.Forward(input, pass));
    }
}
