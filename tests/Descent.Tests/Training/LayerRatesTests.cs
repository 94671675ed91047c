namespace Descent.Tests.Training;

public sealed class LayerRatesTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Groups_OfTexts_MultiplyTheRateOfTheseLayersAlone()
    {
        var (plain, grouped) = (Model(), Model());
        var optimizer = new Sgd(0.1);
        optimizer.Use(LayerRates.Groups(grouped, ["0.bias=0", "0=0.5", "*=2"], optimizer));
        var before = plain.Parameters.Select(named => named.Parameter.Value.ToDoubles()).ToArray();
        var (inputs, labels) = (Examples.Inputs(1, 6, 4).To(ElementType.Float64), Examples.Labels(6, 3));
        new TrainingStep(plain, new CrossEntropy(), new Sgd(0.1)).Run(inputs, labels);
        new TrainingStep(grouped, new CrossEntropy(), optimizer).Run(inputs, labels);
        foreach (var (i, (path, one)) in plain.Parameters.Index())
        {
            var factor = path == "0.bias" ? 0 : path == "0.weight" ? 0.5 : 2;
            var other = grouped.Parameters.ElementAt(i).Parameter.Value.ToDoubles();
            Assert.All(before[i].Index(), pair => Assert.Equal(
                pair.Item + (factor * (one.Value.ToDoubles()[pair.Index] - pair.Item)), other[pair.Index], 1e-14));
        }
    }

    [Theory]
    [InlineData("0", "no layer and factor")]
    [InlineData("0=x", "no layer and factor")]
    [InlineData("0=-1", "no layer and factor")]
    [InlineData("7=1", "No parameter goes by '7'")]
    public void Session_WrongRates_SaysWhat(string text, string part)
        => Assert.Contains(
            part,
            Assert.Throws<SpecificationException>(
                () => TrainingSession.Create(new Recipe { Source = "iris", Rates = [text] }, folder.File("run"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Session_RatesWithLbfgs_IsRefused()
        => Assert.Throws<SpecificationException>(
            () => TrainingSession.Create(new Recipe { Source = "iris", Optimizer = "lbfgs", Rates = ["0=0.1"] }, folder.File("run")));

    private static Sequential Model()
    {
        var model = new Sequential(new Linear(4, 5), new Tanh(), new Linear(5, 3));
        model.Convert(ElementType.Float64);
        model.Initialize(1);
        return model;
    }
}
