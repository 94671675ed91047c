using Descent.Tests.Training;

namespace Descent.Tests.Programs;

public class ReplayTests
{
    public static TheoryData<string> Networks => [.. Cases.Keys];

    private static Dictionary<string, Func<Case>> Cases { get; } = new()
    {
        ["linear"] = () => new(new Linear(12, 5), new CrossEntropy()),
        ["perceptrons"] = () => new(
            new Sequential(new Linear(12, 40), new Relu(), new Linear(40, 33), new Tanh(), new Linear(33, 17), new Swish(), new Linear(17, 5)),
            new CrossEntropy(labelSmoothing: 0.1)),
        ["class weights"] = () => new(Perceptron(new Sigmoid()), new CrossEntropy(classWeights: [1, 2, 0.5, 1, 3])),
        ["ignored labels"] = () => new(Perceptron(new LeakyRelu(0.2)), new CrossEntropy(ignoreIndex: 2)),
        ["log-softmax"] = () => new(new Sequential(Perceptron(new Elu()), new LogSoftmax()), new NegativeLogLikelihood()),
        ["dropout"] = () => new(new Sequential(new Dropout(0.2), new Linear(12, 40), new Relu(), new Dropout(0.4), new Linear(40, 5)), new CrossEntropy()),
        ["batch norm"] = () => new(
            new Sequential(new BatchNorm(12), new Linear(12, 40), new BatchNorm(40, momentum: null), new Relu(), new Linear(40, 5)), new CrossEntropy()),
        ["convolutions"] = () => new(
            new Sequential(
                new Reshape(new Shape(3, 2, 2)), new Conv2d(3, 8, 3, padding: 1), new Relu(), new Conv2d(8, 6, 3, padding: 1), new BatchNorm(6), new Tanh(),
                new MaxPool2d(2), new Flatten(), new Linear(6, 5)),
            new CrossEntropy()),
        ["clipped by norm"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Clipping = GradientClipping.ByNorm(0.05) },
        ["clipped by value"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Clipping = GradientClipping.ByValue(0.01) },
        ["regression"] = () => new(Perceptron(new Relu()), new Huber(0.5)) { Target = n => Examples.Inputs(9, n, 5) },
        ["squares"] = () => new(Perceptron(new Relu()), new MeanSquaredError()) { Target = n => Examples.Inputs(9, n, 5) },
        ["binary"] = () => new(Perceptron(new Relu()), new BinaryCrossEntropy()) { Target = n => Examples.Inputs(9, n, 5).Clamp(0, 1) },
        ["probabilities"] = () => new(new Sequential(Perceptron(new Relu()), new Sigmoid()), new BinaryCrossEntropyOnProbabilities())
        {
            Target = n => Examples.Inputs(9, n, 5).Clamp(0, 1),
        },
        ["margins"] = () => new(Perceptron(new Relu()), new Hinge()) { Target = n => Tensor.Ones(new Shape(n, 5)) },
        ["sample weights"] = () => new(Perceptron(new Relu()), new CrossEntropy()) { Weights = n => Examples.Inputs(4, n, 1).Square().Reshape(n) },
        ["two branches"] = () => new(new TwoBranches(), new CrossEntropy()),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_Replayed_GivesTheBitsOfComputingEachStep(string network)
    {
        foreach (var optimizer in new Func<Optimizer>[] { () => new Adam(0.01), () => new Momentum(0.1) })
        {
            var (replayed, computed) = (Cases[network](), Cases[network]());
            var (fast, slow) = (replayed.Step(optimizer(), replays: true), computed.Step(optimizer(), replays: false));
            foreach (var n in new[] { 8, 8, 8, 3, 8, 3, 16, 3, 8 })
            {
                Assert.Equal(
                    slow.Run(Case.Inputs(n), computed.Target(n), computed.Weights?.Invoke(n)),
                    fast.Run(Case.Inputs(n), replayed.Target(n), replayed.Weights?.Invoke(n)));
            }

            Assert.Null(fast.Obstacle);
            if (replayed.Weights is null)
            {
                Assert.NotNull(fast.ProgramFor(Case.Inputs(8), replayed.Target(8)));
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
        var (model, other) = (Perceptron(new Relu()), Perceptron(new Relu()));
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

    private static Sequential Perceptron(Layer activation) => new(new Linear(12, 40), activation, new Linear(40, 5));

    private sealed record Case(Layer Model, Loss Loss)
    {
        public Func<int, Tensor> Target { get; init; } = n => Examples.Labels(n, 5);

        public Func<int, Tensor>? Weights { get; init; }

        public GradientClipping? Clipping { get; init; }

        public static Tensor Inputs(int n) => Examples.Inputs(n, n, 12);

        public TrainingStep Step(Optimizer optimizer, bool replays)
        {
            Model.Initialize(3);
            return new(Model, Loss, optimizer) { Clipping = Clipping, Seed = 7, Replays = replays };
        }
    }

    /// <summary>Tensors that several operations read, and the same gradient for two parameters.</summary>
    private sealed class TwoBranches : Layer
    {
        private readonly Linear first;
        private readonly Linear second;
        private readonly Parameter shift;
        private readonly Parameter other;

        public TwoBranches()
        {
            first = Add("first", new Linear(12, 12));
            second = Add("second", new Linear(12, 5));
            shift = Add(new Parameter("shift", new Shape(8 + 4), Constant.Zero));
            other = Add(new Parameter("other", new Shape(8 + 4), Constant.One));
        }

        public override Shape OutputShape(Shape input) => new(5);

        protected override Tensor Compute(Tensor input, Pass pass)
        {
            var inner = first.Forward(input, pass).Map(default(ReluFunction));
            var joined = inner + input + shift.Value + other.Value;
            return second.Forward(joined * inner, pass);
        }
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
