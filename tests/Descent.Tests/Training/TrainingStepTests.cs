namespace Descent.Tests.Training;

public class TrainingStepTests
{
    private static readonly Tensor Labels = Examples.Labels(6, 3);

    public static TheoryData<string, string, string, string> Mismatches => new()
    {
        { "linear 3, softmax", "cross-entropy", "softmax", "Remove the softmax" },
        { "linear 3, log-softmax", "cross-entropy", "log-softmax", "Remove the log-softmax" },
        { "linear 3, sigmoid", "binary-cross-entropy", "sigmoid", "Remove the sigmoid" },
        { "linear 3, sigmoid, flatten", "binary-cross-entropy", "sigmoid", "Remove the sigmoid" },
        { "linear 3, relu", "categorical-cross-entropy", "expects probabilities", "softmax" },
        { "linear 3, log-softmax", "categorical-cross-entropy", "robabilities", "softmax" },
        { "linear 3", "binary-cross-entropy-on-probabilities", "robabilities", "sigmoid" },
        { "linear 3", "negative-log-likelihood", "log-probabilities", "End it with log-softmax" },
        { "linear 3, softmax", "negative-log-likelihood", "log-probabilities", "End it with log-softmax" },
        { "linear 3, softmax", "kl-divergence", "log-probabilities", "End it with log-softmax" },
        { "linear 3", "dice", "[0, 1]", "sigmoid" },
        { "linear 3, sigmoid", "dice logits", "expects logits", "Remove the sigmoid" },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Run_LossThatDoesNotFitTheOutput_NamesTheFix(string specification, string lossName, string problem, string fix)
    {
        var loss = Specification.Make(lossName, Descent.Catalog.Losses, "loss");
        var error = Assert.ThrowsAny<DescentException>(() => Step(specification, loss));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear 3", "cross-entropy")]
    [InlineData("linear 3, softmax", "categorical-cross-entropy")]
    [InlineData("linear 3, sigmoid", "binary-cross-entropy-on-probabilities")]
    [InlineData("linear 3, log-softmax", "negative-log-likelihood")]
    [InlineData("linear 3, softmax", "mse")]
    public void Run_LossThatFitsTheOutput_TakesTheStep(string specification, string loss)
        => Assert.True(double.IsFinite(Step(specification, Specification.Make(loss, Descent.Catalog.Losses, "loss")).Loss));

    [Fact]
    public void Run_MixtureOfProbabilities_IsAcceptedWhereProbabilitiesAreExpected()
    {
        var model = new Mixture();
        var step = new TrainingStep(model, new CategoricalCrossEntropy(), new Sgd(0.1));
        Assert.True(step.Run(Examples.Inputs(1, 6, 4), Labels).Loss > 0);
    }

    [Fact]
    public void Run_LayerInListThatWasNotAdded_IsFoundAndNamed()
    {
        var step = new TrainingStep(new Forgetful(), new CrossEntropy(), new Sgd(0.1));
        var error = Assert.Throws<DescentException>(() => step.Run(Examples.Inputs(1, 6, 4), Labels));
        Assert.Contains(nameof(Forgetful), error.Message, StringComparison.Ordinal);
        Assert.Contains("a parameter of shape [4", error.Message, StringComparison.Ordinal);
        Assert.Contains("Call Add(...)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingToTrain_IsRefused()
    {
        var model = new Linear(4, 3);
        model.Weight.Trainable = model.Bias!.Trainable = false;
        var error = Assert.Throws<DescentException>(
            () => new TrainingStep(model, new CrossEntropy(), new Sgd(0.1)).Run(Examples.Inputs(1, 6, 4), Labels));
        Assert.Contains("no trainable parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AccumulatedOverParts_GivesTheGradientOfTheFullBatch()
    {
        var model = new Sequential(new Linear(4, 5), new Tanh(), new Linear(5, 3));
        model.Convert(ElementType.Float64);
        model.Initialize(1);
        var inputs = Examples.Inputs(1, 13, 4).To(ElementType.Float64);
        var labels = Tensor.From(Enumerable.Range(0, 13).Select(i => i % 4 == 3 ? -100 : i % 4).ToArray());
        var loss = new CrossEntropy(0.1, [1, 2, 0.5], -100);
        var parameters = model.Parameters.Select(named => named.Parameter.Value).ToArray();
        var whole = Gradients.Of(loss.Total(model.Forward(inputs), labels).Mean, parameters);

        var (sums, weight) = (parameters.Select(parameter => Tensor.Zeros(parameter.Shape, ElementType.Float64)).ToArray(), 0.0);
        foreach (var (start, count) in new[] { (0, 4), (4, 8), (12, 1) })
        {
            var part = loss.Total(model.Forward(inputs.Slice(0, start, count)), labels.Slice(0, start, count));
            sums = [.. sums.Zip(Gradients.Of(part.Sum, parameters), (sum, gradient) => sum + gradient)];
            weight += part.Weight;
        }

        for (var i = 0; i < whole.Length; i++)
        {
            Assert.All(whole[i].ToDoubles().Zip(sums[i].ToDoubles()), pair => Assert.Equal(pair.First, pair.Second / weight, 1e-14));
        }
    }

    [Fact]
    public void Run_EveryTargetIgnored_IsZeroAndLeavesTheParameters()
    {
        var model = new Linear(4, 3);
        model.Initialize(1);
        var before = Examples.Bits(model);
        var step = new TrainingStep(model, new CrossEntropy(ignoreIndex: -1), new Sgd(0.1));
        var result = step.Run(Examples.Inputs(1, 2, 4), Tensor.From<int>([-1, -1]));
        Assert.Equal((0, 0, 0), (result.Loss, result.LossSum, result.Weight));
        Assert.Equal(before, Examples.Bits(model));
    }

    private static StepResult Step(string specification, Loss loss)
    {
        var model = ModelSpecification.Build(specification, new Shape(4));
        var targets = loss.Target == TargetKind.ClassIndices ? Labels : Tensor.From<float>(Enumerable.Range(0, 18).Select(i => i % 4 == 0 ? 1f : 0f).ToArray(), 6, 3);
        return new TrainingStep(model, loss, new Sgd(0.01)).Run(Examples.Inputs(1, 6, 4), targets);
    }

    private sealed class Mixture : Layer
    {
        private readonly Linear first;
        private readonly Linear second;

        public Mixture() => (first, second) = (Add("first", new Linear(4, 3)), Add("second", new Linear(4, 3)));

        public override Shape OutputShape(Shape input) => new(3);

        protected override Tensor Compute(Tensor input, Pass pass)
            => (first.Forward(input, pass).Softmax(1) + second.Forward(input, pass).Softmax(1)) * 0.5;
    }

    private sealed class Forgetful : Layer
    {
        private readonly List<Layer> hidden = [new Linear(4, 4)];
        private readonly Linear last;

        public Forgetful() => last = Add("last", new Linear(4, 3));

        public override Shape OutputShape(Shape input) => new(3);

        protected override Tensor Compute(Tensor input, Pass pass) => last.Forward(hidden[0].Forward(input, pass).Tanh(), pass);
    }
}
