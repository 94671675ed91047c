namespace Descent.App.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Train_IrisAsJson_TellsStartEpochsAndEnd()
    {
        var events = place.Run("train", "iris", "--json", "--epochs", "60", "--out", "run").Expect(0).Json;
        Assert.Equal("start", events[0].GetProperty("event").GetString());
        Assert.Equal(60, events[0].GetProperty("epochs").GetInt32());
        Assert.True(events[0].GetProperty("parameters").GetInt64() > 0);
        Assert.NotEqual(0, events[0].GetProperty("notes").GetArrayLength());
        for (var epoch = 1; epoch <= 60; epoch++)
        {
            Assert.Equal("epoch", events[epoch].GetProperty("event").GetString());
            Assert.Equal(epoch, events[epoch].GetProperty("epoch").GetInt32());
            Assert.True(events[epoch].GetProperty("seconds").GetDouble() > 0);
            Assert.True(events[epoch].GetProperty("samplesPerSecond").GetDouble() > 0);
        }

        Assert.True(events[60].GetProperty("trainLoss").GetDouble() < events[1].GetProperty("trainLoss").GetDouble());
        Assert.Equal(62, events.Count);
        var end = events[^1];
        Assert.Equal("end", end.GetProperty("event").GetString());
        Assert.Equal("run", end.GetProperty("run").GetString());
        Assert.True(end.GetProperty("seconds").GetDouble() > 0);
        Assert.InRange(end.GetProperty("test").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.True(end.GetProperty("test").TryGetProperty("logLoss", out _));
    }

    [Fact]
    public void Train_Iris_LeavesACompleteRunFolder()
    {
        var result = place.Run("train", "iris", "--model", "linear 8, relu, linear 3", "--epochs", "3", "--out", "runs/one").Expect(0);
        foreach (var file in new[] { "recipe.json", "metrics.jsonl", "model.safetensors", "log.txt", "checkpoints/last.safetensors" })
        {
            Assert.True(File.Exists(place.PathOf("runs", "one", file)), file);
        }

        Assert.Equal(3, File.ReadAllLines(place.PathOf("runs", "one", "metrics.jsonl")).Length);
        Assert.Contains("accuracy", result.Output, StringComparison.Ordinal);
        Assert.Contains("descent predict runs/one --data FILE", result.Output, StringComparison.Ordinal);
        Assert.Contains("epoch 3/3", result.Error, StringComparison.Ordinal);
        Assert.Contains("linear 4 -> 8", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TableWithClasses_InfersTheTask()
    {
        var events = place.Run("train", place.WriteClasses(), "--json", "--epochs", "30", "--validation-fraction", "0.2", "--out", "run")
            .Expect(0).Json;
        Assert.Equal("classification", events[0].GetProperty("task").GetString());
        Assert.InRange(events[1].GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.True(events[1].GetProperty("validationLoss").GetDouble() > 0);
        Assert.InRange(events[^1].GetProperty("test").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.InRange(events[^1].GetProperty("test").GetProperty("rocAuc").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void Train_TableWithNumbers_ReportsRmse()
    {
        var end = place.Run(
            "train", place.WriteValues(), "--target", "y", "--json", "--loss", "huber delta=1.5", "--optimizer", "adam rate=0.01",
            "--epochs", "60", "--patience", "50", "--clip-norm", "5", "--batch-size", "16", "--seed", "3", "--threads", "1",
            "--out", "run").Expect(0).Json[^1];
        Assert.InRange(end.GetProperty("test").GetProperty("r2").GetDouble(), 0.9, 1);
        Assert.True(end.GetProperty("test").GetProperty("rmse").GetDouble() > 0);
        Assert.True(end.GetProperty("test").GetProperty("mae").GetDouble() > 0);
    }

    [Theory]
    [InlineData("lion rate=0.01", "one-cycle", "0.9")]
    [InlineData("sgd 0.3 momentum=0.9", "warmup 5 then cosine", "0.5")]
    [InlineData("muon 0.02", "plateau 3 factor=0.5", "0.9")]
    [InlineData("lbfgs", "constant", "0")]
    public void Train_AnyOptimizerAndSchedule_Learns(string optimizer, string schedule, string decay)
    {
        var events = place.Run(
            "train", "iris", "--model", "linear 16, tanh, linear 3", "--optimizer", optimizer, "--schedule", schedule,
            "--average-decay", decay, "--epochs", "30", "--json", "--out", "run").Expect(0).Json;
        Assert.InRange(events[^1].GetProperty("test").GetProperty("accuracy").GetDouble(), 0.85, 1);
        Assert.Contains($"\"schedule\": \"{schedule}\"", File.ReadAllText(place.PathOf("run", "recipe.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_SameSeedAndOtherThreads_GivesTheSameModel()
    {
        place.Run("train", "digits", "--epochs", "2", "--seed", "7", "--threads", "1", "--quiet", "--out", "one").Expect(0);
        place.Run("train", "digits", "--epochs", "2", "--seed", "7", "--threads", "3", "--quiet", "--out", "three").Expect(0);
        Assert.Equal(
            File.ReadAllBytes(place.PathOf("one", "model.safetensors")), File.ReadAllBytes(place.PathOf("three", "model.safetensors")));
    }

    [Fact]
    public void Train_Recipe_RepeatsARunAndTakesOptions()
    {
        place.Run("train", "iris", "--epochs", "2", "--model", "linear 5, tanh, linear 3", "--quiet", "--out", "one").Expect(0);
        place.Run("train", "one/recipe.json", "--quiet", "--out", "two").Expect(0);
        Assert.Equal(
            File.ReadAllBytes(place.PathOf("one", "model.safetensors")), File.ReadAllBytes(place.PathOf("two", "model.safetensors")));
        var start = place.Run("train", "one/recipe.json", "--epochs", "1", "--json", "--out", "three").Expect(0).Json[0];
        Assert.Equal(1, start.GetProperty("epochs").GetInt32());
        Assert.Equal("linear 5, tanh, linear 3", start.GetProperty("model").GetString());
    }

    [Fact]
    public void Train_TableWithMissingValues_SaysWhatBecomesOfThem()
    {
        var rows = string.Concat(Enumerable.Range(0, 60)
            .Select(i => $"{(i % 7 == 0 ? "NaN" : i % 11 == 0 ? "none" : i)},{i % 5},{(i % 2 == 0 ? "yes" : "no")}\n"));
        var file = place.Write("gaps.csv", "a,b,y\n" + rows);
        var result = place.Run("train", file, "--missing", "NaN,none", "--epochs", "2", "--out", "run").Expect(0);
        Assert.Contains("missing values", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Quiet_WritesNothingToStandardError()
    {
        var result = place.Run("train", "xor", "--epochs", "2", "--quiet", "--out", "run").Expect(0);
        Assert.Empty(result.Error);
        Assert.Contains("accuracy", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Redirected_HasNoEscapeCodes()
    {
        var result = Tool.Run(place.Root, [("NO_COLOR", "1"), ("TERM", "xterm-256color")], "train", "iris", "--epochs", "2", "--out", "run")
            .Expect(0);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public void Train_TableWithNumbers_MeasuresEpochsInTheUnitOfTheTarget()
    {
        var events = place.Run("train", place.WriteValues(), "--json", "--epochs", "2", "--validation-fraction", "0.3", "--out", "run").Expect(0).Json;
        var epoch = events.First(line => line.GetProperty("event").GetString() == "epoch");
        Assert.True(epoch.GetProperty("metrics").GetProperty("rmse").GetDouble() > 20);
        Assert.True(events[^1].GetProperty("test").GetProperty("rmse").GetDouble() > 20);
    }

    [Fact]
    public void Train_ShortRecipe_TakesDefaultsForTheRest()
    {
        var recipe = place.Write("short.json", "{ \"source\": \"classes.csv\", \"epochs\": 1 }");
        place.WriteClasses();
        place.Run("train", recipe, "--out", "run").Expect(0);
        var written = File.ReadAllText(place.PathOf("run", "recipe.json"));
        Assert.Contains("\"testFraction\": 0.2", written, StringComparison.Ordinal);
        Assert.Contains("\"header\": \"auto\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FewRowsWithPatience_KeepsSomeForValidation()
    {
        var result = place.Run("train", "iris", "--patience", "2", "--epochs", "5", "--out", "run").Expect(0);
        Assert.Contains("12 for validation", result.Error, StringComparison.Ordinal);
        Assert.Contains("the lowest validation loss was in", result.Output, StringComparison.Ordinal);
    }
}
