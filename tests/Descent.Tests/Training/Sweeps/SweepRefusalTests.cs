namespace Descent.Tests.Training.Sweeps;

/// <summary>What is wrong with a sweep is named with its place, before anything is trained.</summary>
public sealed class SweepRefusalTests : IDisposable
{
    private readonly SweepFixture place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("optimzer.rate=1,2", "\"optimzer.rate=1,2\":1:1: there is no field 'optimzer' to vary. Did you mean 'optimizer'?")]
    [InlineData("optimizer.rat=1,2", "\"optimizer.rat=1,2\":1:1: 'adam' has no option 'rat'. Did you mean 'rate'?")]
    [InlineData("optimizer.rate=1,-2", ":1:18: 'adam': rate=-2 is not allowed")]
    [InlineData("batchSize=16,x", ":1:14: 'batchSize' is x, but must be a whole number, 1 or larger.")]
    [InlineData("batchSize=16,16", ":1:14: 'batchSize' has the value 16 twice")]
    [InlineData("batchSize=0..16", ":1:11: 'batchSize' cannot be 0; it must be a whole number, 1 or larger.")]
    [InlineData("batchSize=1.5..16", "'batchSize' cannot be 1.5")]
    [InlineData("batchSize=", "'batchSize' has")]
    [InlineData("batchSize", "write what varies as NAME=VALUES")]
    [InlineData("optimizer.rate=0.1..0.01", "the range 0.1..0.01 of 'optimizer.rate' is none: it must rise")]
    [InlineData("optimizer.rate=0..0.1 log", "with 'log' begin above 0")]
    [InlineData("optimizer.rate=0.1..0.2 steps 1", "has from 2 to 10000 steps")]
    [InlineData("model.1.width=4..8.5", "takes whole numbers")]
    [InlineData("model.1.init=1..2", "takes no numbers")]
    [InlineData("model=1..2", "so it has no range")]
    [InlineData("model=linear 3 | linaer 8", ":1:18: Layer 1 ('linaer 8'): There is no layer 'linaer'. Did you mean 'linear'?")]
    [InlineData("model.9.width=4,5", "there is no part 9")]
    [InlineData("model.width=4,5", "say which: model.1.width, model.3.width")]
    [InlineData("augment.pad=1,2", ":1:1: 'augment' is left out, so it has no option 'pad' to vary; give it, too.")]
    [InlineData("epochs.rate=1,2", "'epochs' has no options")]
    [InlineData("optimizer.=1,2", "is no option to vary")]
    [InlineData("source=iris,digits", "'source' cannot vary")]
    [InlineData("loss=hubber,mse", ":1:6: There is no loss 'hubber'. Did you mean 'huber'?")]
    public void Field_ThatCannotVarySo_IsNamedWithItsPlace(string text, string message)
    {
        var error = Assert.ThrowsAny<DescentException>(() => Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, text), place.PathOf("sweep")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.PathOf("sweep")));
    }

    [Theory]
    [InlineData("\"sweep\": 3", "recipe.json:2:10: 'sweep' must have fields of its own")]
    [InlineData("\"sweep\": {\n \"trails\": 3}", "recipe.json:3:2: 'sweep' has no field 'trails'. Did you mean 'trials'?")]
    [InlineData("\"sweep\": {\n \"trials\": 20000}", "recipe.json:3:12: 'trials' is 20000, but must be a whole number, 1 or larger and at most 10000.")]
    [InlineData("\"sweep\": {\n \"method\": \"gird\"}", "recipe.json:3:12: 'method' is \"gird\", but must be \"grid\" or \"random\". Did you mean 'grid'?")]
    [InlineData("\"sweep\": {\n \"fields\": [1]}", "recipe.json:3:12: 'fields' must name what varies")]
    [InlineData("\"sweep\": {\n \"fields\": {\n  \"epoch\": [1]}}", "recipe.json:4:3: there is no field 'epoch' to vary. Did you mean 'epochs'")]
    [InlineData("\"sweep\": {\n \"fields\": {\n  \"epochs\": [1, 0]}}", "recipe.json:4:17: 'epochs' is 0, but must be")]
    [InlineData("\"sweep\": {\n \"fields\": {\n  \"optimizer.rate\": [0.1, -1]}}", "recipe.json:4:27: 'adam': rate=-1 is not allowed")]
    [InlineData("\"sweep\": {\n \"fields\": {\n  \"epochs\": [1], \"epochs\": [2]}}", "recipe.json:4:18: 'epochs' is given twice")]
    [InlineData("\"sweep\": {}", "recipe.json:2:10: nothing varies")]
    [InlineData("\"sweep\": {\"metric\": \"acuracy\", \"fields\": {\"epochs\": [1]}}", "recipe.json:2:10: trials cannot be compared by 'acuracy'. Did you mean 'accuracy'?")]
    [InlineData("\"swep\": {}", "recipe.json:2:1: there is no field 'swep'. Did you mean 'sweep'")]
    public void Part_OfARecipeThatIsWrong_IsNamedWithItsPlace(string json, string message)
    {
        var error = Assert.ThrowsAny<DescentException>(
            () => Sweep.Create(Recipe.FromJson($"{{\"source\": \"iris\",\n{json}}}", "recipe.json"), place.PathOf("sweep")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grid_OfAMillion_IsRefusedWithTheNumber()
    {
        var error = Assert.Throws<SpecificationException>(
            () => Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "batchSize=1..1000", "epochs=1..1000"), place.PathOf("sweep")));
        Assert.Contains("1,000,000 combinations, more than the 10,000", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SpecificationException>(
            () => Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "batchSize=1..2147483647", "epochs=1..2147483647"), place.PathOf("sweep")));
        Assert.Contains("combinations", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grid_WithoutEndOrWithANumber_IsRefused()
    {
        var grid = SweepFixture.Iris with { Sweep = new SweepPlan { Method = SweepMethod.Grid } };
        Assert.Contains("no end of values", Refused(SweepFixture.Vary(grid, "optimizer.rate=0.1..0.2")), StringComparison.Ordinal);
        grid = SweepFixture.Iris with { Sweep = new SweepPlan { Method = SweepMethod.Grid, Trials = 4 } };
        Assert.Contains("no number of trials", Refused(SweepFixture.Vary(grid, "batchSize=8,16")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_WithoutAValidationPart_IsRefused()
        => Assert.Contains(
            "compares trials on the validation part",
            Refused(SweepFixture.Vary(SweepFixture.Iris with { ValidationFraction = 0 }, "batchSize=8,16")), StringComparison.Ordinal);

    [Fact]
    public void Train_ByARecipeOfASweep_IsRefusedWithTheRemedy()
    {
        var error = Assert.Throws<SpecificationException>(
            () => TrainingSession.Create(SweepFixture.Vary(SweepFixture.Iris, "batchSize=8,16"), place.PathOf("run")));
        Assert.Contains("descent sweep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OfWhatIsNoSweepOrAnothersTrials_IsRefused()
    {
        Assert.Throws<DataException>(() => Sweep.Resume(place.PathOf("nothing")));
        Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "batchSize=8,16"), place.PathOf("sweep")).Run();
        var trial = place.PathOf("sweep", "trials", "0002", "trial.json");
        File.WriteAllText(trial, File.ReadAllText(trial).Replace("\"16\"", "\"17\"", StringComparison.Ordinal));
        Assert.Contains("another sweep's trial", Assert.Throws<DataException>(() => Sweep.Resume(place.PathOf("sweep")).Run()).Message, StringComparison.Ordinal);
        File.WriteAllText(trial, "{ half");
        Assert.Contains("damaged", Assert.Throws<DataException>(() => Sweep.Resume(place.PathOf("sweep")).Run()).Message, StringComparison.Ordinal);
    }

    private string Refused(Recipe recipe) => Assert.Throws<SpecificationException>(() => Sweep.Create(recipe, place.PathOf("sweep"))).Message;
}
