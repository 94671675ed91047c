using Descent.Tests.Training;

namespace Descent.Tests.Optimizers;

public class LbfgsTests
{
    [Fact]
    public void Step_OnRosenbrocksValley_ReachesTheMinimum()
    {
        var point = Point(-1.2, 1);
        var optimizer = new Lbfgs(iterations: 60);
        optimizer.Step([point], () => Rosenbrock(point));
        Assert.All(point.Value.ToDoubles(), coordinate => Assert.Equal(1, coordinate, 1e-5));
    }

    [Fact]
    public void Step_OnAQuadratic_ConvergesInAboutAsManyIterationsAsThereAreDimensions()
    {
        var point = Point(1, 2, 3, 4, 5);
        var scales = Tensor.From<double>([1, 10, 3, 0.1, 30]);
        var calls = 0;
        var optimizer = new Lbfgs(iterations: 100, evaluations: 100);
        optimizer.Step([point], () =>
        {
            calls++;
            var loss = (scales * point.Value.Square()).Sum();
            return new LossAndGradients(loss.Item(), Gradients.Of(loss, [point.Value]));
        });
        Assert.All(point.Value.ToDoubles(), coordinate => Assert.Equal(0, coordinate, 1e-5));
        Assert.InRange(calls, 5, 40);
    }

    [Fact]
    public void Step_WhereTheLossIsNotFiniteFurtherOn_SearchesNearer()
    {
        // -log(1 - x) - log(x): the first direction leads out of (0, 1), where there is no loss.
        var point = Point(0.9);
        new Lbfgs(learningRate: 10).Step([point], () =>
        {
            var loss = -(1 - point.Value).Log().Sum() - point.Value.Log().Sum();
            return new LossAndGradients(loss.Item(), Gradients.Of(loss, [point.Value]));
        });
        Assert.Equal(0.5, point.Value.ToDoubles()[0], 1e-5);
    }

    [Fact]
    public void Step_FrozenParameter_StaysAndTheOthersConverge()
    {
        var (moving, frozen) = (Point(3.0), Point(2.0));
        frozen.Trainable = false;
        new Lbfgs().Step([moving, frozen], () =>
        {
            var loss = (moving.Value - frozen.Value).Square().Sum();
            return new LossAndGradients(loss.Item(), [Gradients.Of(loss, [moving.Value])[0], Tensor.Full(new Shape(1), 100, ElementType.Float64)]);
        });
        Assert.Equal((2.0, 2.0), (Math.Round(moving.Value.ToDoubles()[0], 6), frozen.Value.ToDoubles()[0]));
    }

    [Fact]
    public void Step_GradientsOfOnePlace_AreRefused()
        => Assert.Contains(
            "evaluate",
            Assert.Throws<DescentException>(() => new Lbfgs().Step([Point(1.0)], [Tensor.Ones(new Shape(1), ElementType.Float64)])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Step_WithGroups_IsRefused()
    {
        var point = Point(1.0);
        var optimizer = new Lbfgs { Groups = [new ParameterGroup([point])] };
        Assert.Contains("groups", Assert.Throws<SpecificationException>(() => optimizer.Step([point], () => Square(point))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MiniBatches_AreRefusedWithTheSizeThatIsNeeded()
    {
        var error = Assert.Throws<SpecificationException>(() => new Trainer(Examples.Dense(), new CrossEntropy(), new Lbfgs()).Fit(Examples.Blobs(40), 1));
        Assert.Contains("batch size of 40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithClipping_IsRefused()
    {
        var step = new TrainingStep(new Linear(4, 3), new CrossEntropy(), new Lbfgs()) { Clipping = GradientClipping.ByNorm(1) };
        Assert.Contains(
            "clipping",
            Assert.Throws<SpecificationException>(() => step.Run(Examples.Inputs(1, 6, 4), Examples.Labels(6, 3))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithBatchNorm_CountsEachStepOnce()
    {
        var norm = new BatchNorm(4, momentum: null);
        var step = new TrainingStep(new Sequential(norm, new Linear(4, 3)), new CrossEntropy(), new Lbfgs());
        step.Run(Examples.Inputs(1, 6, 4), Examples.Labels(6, 3));
        step.Run(Examples.Inputs(1, 6, 4), Examples.Labels(6, 3));
        Assert.Equal(2, norm.Parameters.Single(named => named.Parameter.Shape.Count == 1).Parameter.Value.ToDoubles()[0]);
    }

    private static LossAndGradients Square(Parameter point)
    {
        var loss = point.Value.Square().Sum();
        return new LossAndGradients(loss.Item(), Gradients.Of(loss, [point.Value]));
    }

    private static LossAndGradients Rosenbrock(Parameter point)
    {
        Tensor x = point.Value.Slice(0, 0, 1), y = point.Value.Slice(0, 1, 1);
        var loss = ((1 - x).Square() + (100 * (y - x.Square()).Square())).Sum();
        return new LossAndGradients(loss.Item(), Gradients.Of(loss, [point.Value]));
    }

    private static Parameter Point(params double[] values)
    {
        var parameter = new Parameter("point", new Shape(values.Length), Constant.Zero);
        parameter.Convert(ElementType.Float64);
        parameter.Load(Tensor.From<double>(values));
        return parameter;
    }
}
