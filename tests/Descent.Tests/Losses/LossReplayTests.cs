namespace Descent.Tests.Losses;

/// <summary>Every loss of the Catalog in training: replayed steps give the bits of computed ones; others are refused.</summary>
public class LossReplayTests
{
    public static TheoryData<string> Trainable
        => [.. Descent.Catalog.Losses.Select(Made).Where(loss => loss.Surrogate is null).Select(loss => loss.Name)];

    public static TheoryData<string> ForEvaluation
        => [.. Descent.Catalog.Losses.Select(Made).Where(loss => loss.Surrogate is not null).Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Trainable))]
    public void Run_Replayed_GivesTheBitsOfComputingEachStep(string name)
    {
        var loss = Make(name);
        int[] lengths = [4, 3];
        Tensor Input(int seed) => LossInputs.Of(loss, lengths, seed).Prediction.To(ElementType.Float32);
        var models = Enumerable.Range(0, 2).Select(_ => new Shift(Input(0).Shape.Without(0), loss.Expects)).ToArray();
        var (fast, slow) = (Step(replays: true), Step(replays: false));
        for (var seed = 0; seed < 4; seed++)
        {
            var target = LossInputs.Of(loss, lengths, seed).Target;
            target = target.Type == ElementType.Int32 ? target : target.To(ElementType.Float32);
            Assert.Equal(slow.Run(Input(seed), target), fast.Run(Input(seed), target));
            Assert.Null(fast.Obstacle);
            Assert.NotNull(fast.ProgramFor(Input(seed), target));
        }

        Assert.Equal(models[1].Values.ToArray<float>(), models[0].Values.ToArray<float>());
        Assert.Contains(models[0].Values.ToArray<float>(), value => value != 0);

        TrainingStep Step(bool replays) => new(models[replays ? 0 : 1], loss, new Sgd(0.01)) { Replays = replays };
    }

    [Theory]
    [MemberData(nameof(ForEvaluation))]
    public void TrainingStep_OfALossWithoutGradient_NamesWhatToTrainWith(string name)
    {
        var error = Assert.Throws<DescentException>(() => new TrainingStep(new Linear(2, 2), Make(name), new Sgd(0.1)));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        var surrogate = error.Message.Split('\'')[3];
        Assert.Null(Make(surrogate).Surrogate);
    }

    private static Loss Make(string name) => Specification.Make(name, Descent.Catalog.Losses, "loss");

    private static Loss Made(Definition<Loss> definition) => Make(definition.Name);

    /// <summary>Adds a parameter to its input, and turns the sum into what a loss expects.</summary>
    private sealed class Shift : Layer
    {
        private readonly Parameter shift;
        private readonly Expectation expectation;

        public Shift(Shape shape, Expectation expectation)
        {
            shift = Add(new Parameter("shift", shape, Constant.Zero));
            this.expectation = expectation;
            this.Initialize(1);
        }

        public Tensor Values => shift.Value;

        public override Shape OutputShape(Shape input) => input;

        protected override Tensor Compute(Tensor input, Pass pass)
        {
            var sum = input + shift.Value;
            return expectation switch
            {
                Expectation.Probabilities => sum.Sigmoid(),
                Expectation.LogProbabilities => sum.LogSoftmax(1),
                _ => sum,
            };
        }
    }
}
