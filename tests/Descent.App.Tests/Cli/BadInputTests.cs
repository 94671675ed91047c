namespace Descent.App.Tests.Cli;

public sealed class BadInputTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("Did you mean 'iris'?", "train", "irsi")]
    [InlineData("There is no file and no data set 'nothere.csv'. A relative path begins at ", "train", "nothere.csv")]
    [InlineData("What to train on is missing", "train")]
    [InlineData("Did you mean '--epochs'?", "train", "iris", "--epoch", "5")]
    [InlineData("'extra' is one word too many", "train", "iris", "extra")]
    [InlineData("Did you mean 'train'?", "trian", "iris")]
    [InlineData("--batch-size 0 is not allowed", "train", "iris", "--batch-size", "0")]
    [InlineData("--epochs 0 is not allowed", "train", "iris", "--epochs", "0")]
    [InlineData("--epochs many is not allowed", "train", "iris", "--epochs", "many")]
    [InlineData("--threads 0 is not allowed", "train", "iris", "--threads", "0")]
    [InlineData("--test-fraction 2 is not allowed", "train", "iris", "--test-fraction", "2")]
    [InlineData("--clip-norm -1 is not allowed", "train", "iris", "--clip-norm", "-1")]
    [InlineData("Did you mean 'classification'?", "train", "iris", "--task", "clasification")]
    [InlineData("Did you mean 'linear'?", "train", "iris", "--model", "linaer 3")]
    [InlineData("Layer 2 ('linear 0')", "train", "iris", "--model", "relu, linear 0")]
    [InlineData("Did you mean 'cross-entropy'", "train", "iris", "--loss", "crossentropie")]
    [InlineData("Did you mean 'adam'", "train", "iris", "--optimizer", "adamm")]
    [InlineData("'adam' has no option 'rat'", "train", "iris", "--optimizer", "adam rat=1")]
    [InlineData("Did you mean 'cosine'", "train", "iris", "--schedule", "cosin")]
    [InlineData("no run folder", "train", "--resume", "nothere")]
    [InlineData("no run folder", "evaluate", "nothere")]
    [InlineData("'--data' is required", "predict", "nothere")]
    [InlineData("'target' is for tables of your own; 'iris' is a built-in data set", "train", "iris", "--target", "x")]
    [InlineData("'features' is for tables of your own", "train", "moons", "--features", "x,y")]
    [InlineData("'iris' is a data set for classification", "train", "iris", "--task", "regression")]
    [InlineData("with validation-fraction 0 there is none", "train", "iris", "--patience", "3", "--validation-fraction", "0")]
    [InlineData("There is no kind 'loses'. Did you mean 'losses'", "list", "loses")]
    [InlineData("There is no loss 'hubber'. Did you mean 'huber'?", "show", "loss", "hubber")]
    [InlineData("There is no data set 'minst' to fetch. Did you mean 'mnist'?", "data", "get", "minst")]
    public void Command_WithAWrongWord_SaysWhichAndHowToMendIt(string message, params string[] arguments)
    {
        var result = place.Run(arguments).Expect(2);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(place.Root));
    }

    [Theory]
    [InlineData("", "empty.csv is empty")]
    [InlineData("a,b,y\n", "has a header and no rows")]
    [InlineData("a,b,y\n1,2,x\n3,4\n5,6,z\n", "line 3: 2 fields")]
    [InlineData("a,b,y\n1,2,x\n2,3,x\n3,4,x\n", "there is nothing to tell apart")]
    public void Train_OnATableThatCannotBeUsed_NamesThePlace(string content, string message)
        => Assert.Contains(message, place.Run("train", place.Write("empty.csv", content)).Expect(2).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("garbage", "recipe.json:1:1: this is not JSON")]
    [InlineData("[1]", "recipe.json:1:1: a recipe is fields with values")]
    [InlineData("null", "the field \"source\" is missing")]
    [InlineData("{\"epochs\": 3}", "the field \"source\" is missing")]
    [InlineData("{\"source\": null}", "the field \"source\" is missing")]
    [InlineData("{\n\"source\": \"iris\",\n\"epoch\": 3}", "recipe.json:3:1: there is no field 'epoch'. Did you mean 'epochs'")]
    [InlineData("{\"source\": \"iris\", \"epochs\": \"x\"}", "'epochs' is \"x\", but must be a whole number")]
    [InlineData("{\"source\": \"\u00fc\ud83d\ude00\",\n  \"epochs\": \"x\"}", "recipe.json:2:13: 'epochs' is \"x\"")]
    [InlineData("{\"source\": \"\u00fc\ud83d\ude00\", \"epochs\": 1.5}", "recipe.json:1:29: 'epochs' is 1.5")]
    [InlineData("{\"source\": \"iris\", \"source\": \"iris\"}", "recipe.json:1:20: the field 'source' is given twice")]
    [InlineData("{\"source\": 5}", "'source' is 5, but must be a text in quotes")]
    [InlineData("{\"source\": \"\\ud800\"}", "half a character")]
    [InlineData("{\"source\": \"iris\"} x", "recipe.json:1:20: this is not JSON")]
    [InlineData("{\"source\": \"iris\"", "this is not JSON")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "more than 16 levels deep")]
    [InlineData("{\"source\": \"iris\", \"task\": \"foo\"}", "'task' is \"foo\", but must be \"classification\" or \"regression\"")]
    public void Train_OnARecipeThatCannotBeRead_SaysWhatIsWrongInPlainWords(string content, string message)
    {
        var error = place.Run("train", place.Write("recipe.json", content)).Expect(2).Error;
        Assert.Contains("recipe.json", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zero-one", "cross-entropy")]
    [InlineData("triplet-margin", "pairs or triples")]
    [InlineData("ctc", "sequences of labels")]
    public void Train_LossThatTheDataCannotFeed_IsRefusedBeforeAnythingIsSaid(string loss, string told)
    {
        var result = place.Run("train", "iris", "--loss", loss).Expect(2);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("samples", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(place.Root));
    }

    [Fact]
    public void Train_TableWithScaleOfImages_IsRefused()
        => Assert.Contains(
            "scale 'unit' is for images", place.Run("train", place.WriteClasses(), "--scale", "unit").Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void Train_WithTextAmongNumbers_NamesLineAndColumn()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{(i == 30 ? "oops" : i)},{i % 2}\n"));
        var error = place.Run("train", place.Write("stray.csv", "a,y\n" + rows)).Expect(2).Error;
        Assert.Contains("stray.csv, line 32, column 'a': 'oops'", error, StringComparison.Ordinal);
        Assert.Contains("--categorical a", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithAMissingTarget_NamesTheNearestColumn()
    {
        var error = place.Run("train", place.WriteClasses(), "--target", "kin").Expect(2).Error;
        Assert.Contains("has no column 'kin'. Did you mean 'kind'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN", "line 2, column 'y': 'NaN' (and 19 more) is not a finite number")]
    [InlineData("NA", "target 'y' has no values")]
    public void Train_WithATargetThatHasNoNumbers_SaysSo(string value, string message)
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{value}\n"));
        Assert.Contains(message, place.Run("train", place.Write("nan.csv", "a,y\n" + rows)).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithSoftmaxTwice_LeavesNoFolder()
    {
        var error = place.Run("train", "iris", "--model", "linear 3, softmax", "--out", "run").Expect(2).Error;
        Assert.Contains("Remove the softmax", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.PathOf("run")));
    }

    [Fact]
    public void Train_WithABadRecipe_NamesLineAndField()
    {
        place.Write("recipe.json", "{\n  \"source\": \"iris\",\n  \"epohcs\": 3\n}");
        var error = place.Run("train", "recipe.json").Expect(2).Error;
        Assert.Contains("recipe.json:3:3: there is no field", error, StringComparison.Ordinal);
        Assert.Contains("epohcs", error, StringComparison.Ordinal);
        place.Write("zero.json", "{\"source\": \"iris\", \"batchSize\": 0}");
        Assert.Contains("zero.json:1:33: 'batchSize' is 0, but must be a whole number, 1 or larger", place.Run("train", "zero.json").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_IntoAFolderThatHoldsARun_IsRefused()
    {
        place.Run("train", "iris", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        Assert.Contains("already holds a run", place.Run("train", "iris", "--out", "run").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_IntoAPathThatCannotBeWritten_FailsAndNamesIt()
    {
        place.Write("file", "kept");
        var error = place.Run("train", "iris", "--epochs", "1", "--out", "file/run").Expect(1).Error;
        Assert.Contains("The run folder 'file/run' cannot be written", error, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(place.PathOf("file")));
    }

    [Fact]
    public void Verbose_WithAnError_AddsTheStackTrace()
        => Assert.Contains("   at Descent.", place.Run("train", "nothere.csv", "--verbose").Error, StringComparison.Ordinal);

    [SkippableFact]
    public void Output_ToAFullDevice_FailsWithAMessage()
    {
        Skip.IfNot(File.Exists("/dev/full"), "The system has no device that is always full.");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "sh", ["-c", "dotnet \"$0\" list > /dev/full", Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Assert.StartsWith("descent: ", Tool.Finish(process).Expect(1).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Output_ToAPipeThatCloses_DoesNotCrash()
    {
        Skip.If(OperatingSystem.IsWindows(), "The pipe is made by a shell.");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "sh", ["-c", "dotnet \"$0\" train xor --epochs 50 --json --out run | head -1",
                Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll")])
        {
            WorkingDirectory = place.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var result = Tool.Finish(process).Expect(0);
        Assert.Single(result.Json);
        Assert.Empty(result.Error);
    }
}
