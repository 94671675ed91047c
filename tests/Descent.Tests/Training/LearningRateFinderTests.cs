namespace Descent.Tests.Training;

public class LearningRateFinderTests
{
    /// <summary>Problems of different kinds: data, network, loss, optimizer, batch size, and the epochs of a short training.</summary>
    public static TheoryData<string, string, string, string, int> Problems => new()
    {
        { "moons", "linear 32, relu, linear 32, relu, linear 2", "cross-entropy", "adam", 6 },
        { "blobs", "linear 16, tanh, linear 3", "cross-entropy", "sgd 0.01", 4 },
        { "digits", "linear 64, relu, linear 10", "cross-entropy", "sgd 0.1", 6 },
        { "digits", "linear 64, relu, linear 10", "cross-entropy", "adamw", 4 },
        { "digits", "linear 64, relu, linear 10", "cross-entropy", "momentum 0.1", 3 },
        { "circles", "linear 32, relu, linear 2", "cross-entropy", "rmsprop 0.01", 5 },
        { "iris", "linear 32, relu, linear 3", "cross-entropy", "nadam", 10 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Find_OnAProblem_SuggestsARateThatTrainsBetterThanTenTimesMoreOrLess(
        string data, string specification, string lossName, string optimizer, int epochs)
    {
        var train = Data(data);
        var loss = Specification.Make(lossName, Descent.Catalog.Losses, "loss");
        var sweep = new LearningRateFinder(ModelSpecification.Build(specification, train.InputShape), loss, Optimizer(optimizer)).Find(train, 32, seed: 1);
        Assert.NotNull(sweep.Suggested);
        double Final(double rate)
        {
            var made = Optimizer(optimizer);
            made.LearningRate = rate;
            var model = ModelSpecification.Build(specification, train.InputShape);
            try
            {
                new Trainer(model, loss, made).Fit(train, epochs, seed: 2);
                var measured = Evaluator.Evaluate(model, loss, train).Loss;
                return double.IsFinite(measured) ? measured : double.PositiveInfinity;
            }
            catch (NonFiniteException)
            {
                return double.PositiveInfinity;
            }
        }

        var (less, here, more) = (Final(sweep.Suggested.Value / 10), Final(sweep.Suggested.Value), Final(sweep.Suggested.Value * 10));
        Assert.True(here < less && here < more, $"{data} with {optimizer}: {sweep.Suggested} ({sweep.Reason}) gives {here}; a tenth {less}, ten times {more}.");
    }

    [Fact]
    public void Find_Always_LeavesModelAndOptimizerAsTheyWere()
    {
        var (model, optimizer) = (Examples.Dense(), new Adam(0.01));
        new Trainer(model, new CrossEntropy(), optimizer).Fit(Examples.Blobs(), 1);
        var (bits, states, steps) = (Examples.Bits(model), States(optimizer), optimizer.Steps);
        var finder = new LearningRateFinder(model, new CrossEntropy(), optimizer);
        var first = finder.Find(Examples.Blobs(), 16);
        AssertUntouched();
        Assert.Equal(first.Points, finder.Find(Examples.Blobs(), 16).Points);

        using var cancel = new CancellationTokenSource();
        var tried = new List<RateTried>();
        Assert.Throws<OperationCanceledException>(() => finder.Find(Examples.Blobs(), 16, 0, new Progress(point =>
        {
            tried.Add(point);
            if (tried.Count == 20)
            {
                cancel.Cancel();
            }
        }), cancel.Token));
        Assert.Equal(20, tried.Count);
        Assert.Equal(first.Points.Take(20), tried);
        AssertUntouched();

        void AssertUntouched()
        {
            Assert.Equal(bits, Examples.Bits(model));
            Assert.Equal(states, States(optimizer));
            Assert.Equal((steps, 0.01), (optimizer.Steps, optimizer.LearningRate));
        }
    }

    [Fact]
    public void Find_Rates_GrowByOneFactorAndLossesAreAveraged()
    {
        var sweep = new LearningRateFinder(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)) { Lowest = 1e-4, Highest = 1e-2, Steps = 21 }
            .Find(Examples.Blobs(), 16);
        Assert.Equal(21, sweep.Points.Count);
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < 21; i++)
        {
            Assert.Equal(1e-4 * Math.Pow(100, i / 20.0), sweep.Points[i].Rate, 1e-9);
            (sum, weight) = ((sum * 0.9) + (sweep.Points[i].Loss * 0.1), (weight * 0.9) + 0.1);
            Assert.Equal(sum / weight, sweep.Points[i].Smoothed, 1e-9);
        }
    }

    [Fact]
    public void Find_RateThatOverflows_EndsThereInsteadOfFailing()
    {
        var sweep = new LearningRateFinder(new Linear(1, 1), new MeanSquaredError(), new Sgd(0.1)) { Highest = 1e30 }.Find(Datasets.Sine(100), 16);
        Assert.NotNull(sweep.DivergedAt);
        Assert.InRange(sweep.Points.Count, 10, 199);
    }

    [Fact]
    public void Find_NothingToLearn_SaysSo()
    {
        var labels = Enumerable.Range(0, 64).Select(i => (i * 7 % 5) % 2).ToArray();
        var data = Dataset.Classification("noise", new Shape(1), new float[64], labels, ["a", "b"]);
        var sweep = new LearningRateFinder(new Linear(1, 2), new CrossEntropy(), new Sgd(0.1)) { Highest = 1e-3 }.Find(data, 64);
        Assert.Null(sweep.Suggested);
        Assert.Contains("fell at no rate", sweep.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Wrong_IsRefused()
    {
        var model = new Linear(2, 3);
        Assert.Throws<SpecificationException>(() => new LearningRateFinder(model, new CrossEntropy(), new Lbfgs()).Find(Examples.Blobs()));
        Assert.Throws<SpecificationException>(
            () => new LearningRateFinder(model, new CrossEntropy(), new Sgd(1)) { Lowest = 1, Highest = 0.1 }.Find(Examples.Blobs()));
        Assert.Throws<SpecificationException>(() => new LearningRateFinder(model, new CrossEntropy(), new Sgd(1)) { Steps = 3 });
        Assert.Throws<SpecificationException>(() => new LearningRateFinder(model, new CrossEntropy(), new Sgd(1)) { Lowest = 0 });
    }

    private static Optimizer Optimizer(string text) => Specification.Make(text, Descent.Catalog.Optimizers, "optimizer");

    private static Dataset Data(string name) => name switch
    {
        "moons" => Datasets.Moons(600, 0.1, 1),
        "blobs" => Datasets.Blobs(600, 0.5, 1),
        "circles" => Datasets.Circles(600, seed: 1),
        "iris" => Datasets.Iris().Standardize().Train,
        _ => Datasets.Digits().Train.WithScaling(InputScaling.Unit(16)),
    };

    private static double[] States(Optimizer optimizer) => [.. optimizer.State.SelectMany(tensors => tensors.SelectMany(tensor => tensor.ToDoubles()))];

    private sealed class Progress(Action<RateTried> then) : IProgress<RateTried>
    {
        public void Report(RateTried value) => then(value);
    }
}
