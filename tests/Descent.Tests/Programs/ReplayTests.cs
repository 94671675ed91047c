using Descent.Tests.Training;

namespace Descent.Tests.Programs;

public class ReplayTests
{
    public static TheoryData<string> Networks => [.. StepCase.All.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_Replayed_GivesTheBitsOfComputingEachStep(string network)
    {
        foreach (var optimizer in new Func<Optimizer>[] { () => new Adam(0.01), () => new Momentum(0.1) })
        {
            var (replayed, computed) = (StepCase.All[network](), StepCase.All[network]());
            var (fast, slow) = (replayed.Step(optimizer(), replays: true), computed.Step(optimizer(), replays: false));
            foreach (var n in new[] { 8, 8, 8, 3, 8, 3, 16, 3, 8 })
            {
                Assert.Equal(
                    slow.Run(StepCase.Inputs(n), computed.Target(n), computed.Weights?.Invoke(n)),
                    fast.Run(StepCase.Inputs(n), replayed.Target(n), replayed.Weights?.Invoke(n)));
            }

            Assert.Null(fast.Obstacle);
            if (replayed.Weights is null)
            {
                Assert.NotNull(fast.ProgramFor(StepCase.Inputs(8), replayed.Target(8)));
            }

            foreach (var (one, other) in replayed.Model.Parameters.Zip(computed.Model.Parameters))
            {
                Assert.Equal(other.Parameter.Value.ToArray<float>(), one.Parameter.Value.ToArray<float>());
            }
        }
    }

    [Fact]
    public void Run_WithSlicesOfOneTensorAsInputsAndTargets_TellsThemApart()
    {
        var step = new TrainingStep(new Linear(4, 4), new MeanSquaredError(), new Sgd(0.1));
        var other = new TrainingStep(new Linear(4, 4), new MeanSquaredError(), new Sgd(0.1)) { Replays = false };
        var data = Examples.Inputs(3, 40, 4);
        for (var i = 0; i < 4; i++)
        {
            var (x, t) = (data.Slice(0, 8 * i, 8), i == 0 ? data.Slice(0, 0, 8) : data.Slice(0, 32, 8));
            Assert.Equal(other.Run(x, t), step.Run(x, t));
        }
    }

    [Fact]
    public void Run_AfterParametersWereLoadedOrFrozen_ComputesWithThem()
    {
        var (model, other) = (StepCase.Perceptron(new Relu()), StepCase.Perceptron(new Relu()));
        var (step, plain) = (new TrainingStep(model, new CrossEntropy(), new Sgd(0.1)), new TrainingStep(other, new CrossEntropy(), new Sgd(0.1)) { Replays = false });
        void Same() => Assert.Equal(plain.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5)), step.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5)));
        Same();
        Same();
        foreach (var one in new[] { model, other })
        {
            one.Parameters.First().Parameter.Load(Examples.Inputs(8, 40, 12));
        }

        Same();
        Same();
    }

    [Fact]
    public void Run_OfALayerThatLooksAtValues_IsComputedEachTime()
    {
        var step = new TrainingStep(new Sequential(new Linear(12, 5), new ValueReader()), new CrossEntropy(), new Sgd(0.1));
        step.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5));
        Assert.Contains("read", step.Obstacle, StringComparison.Ordinal);
        Assert.Null(step.ProgramFor(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5)));
    }

    [Fact]
    public void Run_OfALayerThatChangesOverTime_IsComputedEachTimeOnceThatShows()
    {
        Func<TrainingStep> make = () => new TrainingStep(new Sequential(new Linear(12, 5), new Fading()), new CrossEntropy(), new Sgd(0.1));
        var step = make();
        var losses = Enumerable.Range(0, 4).Select(_ => step.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5)).Loss).ToArray();
        Assert.Contains("something else", step.Obstacle, StringComparison.Ordinal);
        var plain = new TrainingStep(new Sequential(new Linear(12, 5), new Fading()), new CrossEntropy(), new Sgd(0.1)) { Replays = false };
        Assert.Equal(Enumerable.Range(0, 4).Select(_ => plain.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5)).Loss).ToArray(), losses);
    }

    [Fact]
    public void Run_ReplayedWithALabelThatIsNoClass_RefusesAndUpdatesNothing()
    {
        var model = new Linear(12, 5);
        var step = new TrainingStep(model, new CrossEntropy(), new Sgd(0.1));
        step.Run(Examples.Inputs(1, 2, 12), Tensor.From<int>([1, 2]));
        var before = model.Weight.Value.ToArray<float>();
        var error = Assert.Throws<DataException>(() => step.Run(Examples.Inputs(1, 2, 12), Tensor.From<int>([1, 7])));
        Assert.Contains("sample 1: label 7", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weight.Value.ToArray<float>());
    }

    [Fact]
    public void Run_ReplayedUntilTheLossIsNotFinite_NamesTheOperation()
    {
        var model = new Linear(12, 5);
        model.Weight.Load(Tensor.Ones(new Shape(5, 12)));
        var step = new TrainingStep(model, new CrossEntropy(), new Sgd(1e-3));
        step.Run(Examples.Inputs(1, 8, 12), Examples.Labels(8, 5));
        var error = Assert.Throws<NonFiniteException>(() => step.Run(Tensor.Full(new Shape(8, 12), 1e38), Examples.Labels(8, 5)));
        Assert.Contains("'matmul'", error.Message, StringComparison.Ordinal);
    }

    private sealed class ValueReader : Layer
    {
        public override Shape OutputShape(Shape input) => input;

        protected override Tensor Compute(Tensor input, Pass pass) => input.ToArray<float>()[0] > 0 ? input * 2 : input;
    }

    private sealed class Fading : Layer
    {
        private double strength = 1;

        public override Shape OutputShape(Shape input) => input;

        protected override Tensor Compute(Tensor input, Pass pass) => input * (strength *= 0.5);
    }
}
