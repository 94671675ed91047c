using System.Globalization;

namespace Descent.Tests.Training.Sweeps;

public sealed class SweepSpaceTests : IDisposable
{
    private readonly SweepFixture place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Random_OfOneSeed_DrawsTheSameTrialsAndOthersOfAnother()
    {
        static string[] Drawn(IReadOnlyList<SweepTrial> trials) => [.. trials.Select(trial => string.Join(' ', trial.Values.Values))];
        var (one, again, other) = (Drawn(Plan(SweepFixture.Twelve(1))), Drawn(Plan(SweepFixture.Twelve(1))), Drawn(Plan(SweepFixture.Twelve(2))));
        Assert.Equal(12, one.Distinct().Count());
        Assert.Equal(one, again);
        Assert.Empty(one.Intersect(other));
        var more = Plan(SweepFixture.Twelve(1) with { Sweep = SweepFixture.Twelve(1).Sweep! with { Trials = 30 } });
        Assert.Equal(one, Drawn(more).Take(12));
    }

    [Fact]
    public void Random_InALogarithmicRange_DrawsEachDecadeAsOften()
    {
        var recipe = SweepFixture.Vary(SweepFixture.Iris with { Sweep = new SweepPlan { Trials = 600 } }, "optimizer.rate=0.0001..0.1 log");
        var rates = Plan(recipe).Select(trial => double.Parse(trial.Values["optimizer.rate"], CultureInfo.InvariantCulture)).ToArray();
        Assert.All(rates, rate => Assert.InRange(rate, 0.0001, 0.1));
        Assert.Equal(3, rates.CountBy(rate => Math.Floor(Math.Log10(rate))).Count(decade => decade.Value is > 150 and < 250));
    }

    [Fact]
    public void Random_InWholeNumbers_DrawsBothBoundsAsOftenAsOthers()
    {
        var recipe = SweepFixture.Vary(SweepFixture.Iris with { Sweep = new SweepPlan { Trials = 2000 } }, "patience=1..4", "optimizer.rate=0.001..0.1");
        var counts = Plan(recipe).CountBy(trial => trial.Values["patience"]).ToDictionary();
        Assert.Equal(["1", "2", "3", "4"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Random_OfFewCombinations_TriesEachOnce()
        => Assert.Equal(6, Plan(SweepFixture.Vary(SweepFixture.Iris with { Sweep = new SweepPlan { Trials = 50 } }, "batchSize=8,16,32", "epochs=1,2")).Count);

    [Fact]
    public void Grid_OfSteps_GoesEvenlyFromBoundToBound()
    {
        Assert.Equal(["0.001", "0.01", "0.1"], Values("optimizer.rate=0.001..0.1 log steps 3", "optimizer.rate"));
        Assert.Equal(["0.1", "0.15", "0.2"], Values("validationFraction=0.1..0.2 steps 3", "validationFraction"));
        Assert.Equal(["1", "2", "3"], Values("patience=1..3", "patience"));
        Assert.Equal(["1", "10", "100"], Values("batchSize=1..100 log steps 3", "batchSize"));
    }

    [Theory]
    [InlineData("model=linear 3 | linear 8, relu, linear 3", "linear 3;linear 8, relu, linear 3", "model")]
    [InlineData("loss=cross-entropy, focal gamma=1", "cross-entropy;focal gamma=1", "loss")]
    [InlineData("schedule=constant | warmup 1 then cosine", "constant;warmup 1 then cosine", "schedule")]
    [InlineData("seed=1,2,3", "1;2;3", "seed")]
    [InlineData("optimizer.amsgrad=true,false", "true;false", "optimizer.amsgrad")]
    public void Values_AsTheCommandLineHasThem_AreRead(string text, string values, string path)
        => Assert.Equal(values.Split(';'), Values(text, path));

    [Theory]
    [InlineData("optimizer.rate=0.5", "sgd", "sgd rate=0.5")]
    [InlineData("optimizer.rate=0.5", "momentum 0.1 momentum=0.8", "momentum 0.5 momentum=0.8")]
    [InlineData("optimizer.momentum=0.5", "momentum rate=0.1 momentum=0.8", "momentum rate=0.1 momentum=0.5")]
    public void Edit_OfAnOption_KeepsTheRest(string text, string optimizer, string edited)
    {
        var sweep = Sweep.Create(SweepFixture.Vary(SweepFixture.Iris with { Optimizer = optimizer }, text), place.PathOf("sweep"));
        Assert.Equal(edited, sweep.Make(1).Recipe.Optimizer);
    }

    [Theory]
    [InlineData("conv 16 3x3 pad 1, relu, flatten, linear 10", "model.1.channels", "8", "conv 8 3x3 pad 1, relu, flatten, linear 10")]
    [InlineData("conv 16 3x3 pad 1, relu, flatten, linear 10", "model.pad", "0", "conv 16 3x3 pad=0, relu, flatten, linear 10")]
    [InlineData("linear 8\nrelu\nlinear 3", "model.3.width", "4", "linear 8, relu, linear 4")]
    [InlineData("linear 8, dropout 0.5, linear 3", "model.dropout.p", "", "'model.dropout.p' is no option to vary")]
    [InlineData("linear 8, relu, linear 3", "model.width", "4", "2 parts have the option 'width'; say which: model.1.width, model.3.width.")]
    public void Edit_OfALayer_KeepsTheRest(string model, string path, string value, string edited)
    {
        string made;
        try
        {
            made = SweepPath.Parse(path).Edit(model, value);
        }
        catch (SpecificationException error)
        {
            made = error.Message;
        }

        Assert.StartsWith(edited, made, StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_OfASchedule_FindsThePartThatHasTheOption()
    {
        Assert.Equal("warmup 2 then cosine period=7", SweepPath.Parse("schedule.2.period").Edit("warmup 2 then cosine period=5", "7"));
        Assert.Equal("constant then cosine period=7", SweepPath.Parse("schedule.period").Edit("constant then cosine", "7"));
    }

    [Fact]
    public void Option_OfOneAlternativeAlone_IsVariedWhereItIs()
    {
        // 'sgd' has no beta1: its trials say so, those of adam are trained.
        var recipe = SweepFixture.Vary(SweepFixture.Iris, "optimizer=adam, sgd rate=0.1", "optimizer.beta1=0.8,0.9");
        var result = Sweep.Create(recipe, place.PathOf("sweep")).Run();
        Assert.Equal(2, result.Trials.Count(trial => trial.State == SweepTrialState.Done));
        Assert.All(
            result.Trials.Where(trial => trial.State == SweepTrialState.Failed),
            trial => Assert.Contains("'sgd' has no option 'beta1'", trial.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Recipe_WithASweep_IsWrittenAndReadAsTheSame()
    {
        var recipe = SweepFixture.Vary(
            SweepFixture.Iris with { Sweep = new SweepPlan { Trials = 3, Seed = 5, Metric = "accuracy", Halving = 2, Method = SweepMethod.Random } },
            "optimizer.rate=0.001..0.1 log steps 4", "batchSize=16,32", "ignore=a,b | c", "model=linear 3 | linear 8, relu, linear 3");
        var json = recipe.ToJson();
        Assert.Equal(json, Recipe.FromJson(json, "recipe.json").ToJson());
        Assert.Equal(4, Recipe.FromJson(json, "recipe.json").Sweep!.Fields.Count);
    }

    private IReadOnlyList<SweepTrial> Plan(Recipe recipe) => Sweep.Create(recipe, place.PathOf("plan")).Trials;

    private IEnumerable<string> Values(string field, string path) => Plan(SweepFixture.Vary(SweepFixture.Iris, field)).Select(trial => trial.Values[path]);
}
