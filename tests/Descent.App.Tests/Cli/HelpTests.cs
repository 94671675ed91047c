using System.Diagnostics;

namespace Descent.App.Tests.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("sweep", "--help")]
    [InlineData("evaluate", "--help")]
    [InlineData("predict", "--help")]
    [InlineData("explain", "--help")]
    [InlineData("export", "--help")]
    [InlineData("import", "--help")]
    [InlineData("list", "--help")]
    [InlineData("show", "--help")]
    [InlineData("profile", "--help")]
    [InlineData("bench", "--help")]
    [InlineData("lab", "--help")]
    [InlineData("data", "--help")]
    [InlineData("data", "info", "--help")]
    [InlineData("data", "get", "--help")]
    public void Help_OfEachCommand_ShowsUsageAndExamples(params string[] arguments)
    {
        var text = place.Run(arguments).Expect(0).Output;
        Assert.Contains("Usage:\n  descent", text, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  descent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfTrain_NamesEveryOptionOfTheDesign()
    {
        var text = place.Run("train", "--help").Expect(0).Output;
        string[] options =
        [
            "--target", "--task", "--header", "--delimiter", "--missing", "--features", "--ignore", "--categorical", "--test",
            "--test-fraction", "--validation-fraction", "--scale", "--model", "--loss", "--optimizer", "--schedule", "--clip-norm",
            "--average-decay",
            "--epochs", "--batch-size", "--patience", "--seed", "--threads", "--out", "--resume", "--data-dir", "--quiet", "--json",
            "--verbose",
        ];
        Assert.All(options, option => Assert.Contains($"  {option}", text, StringComparison.Ordinal));
    }

    [Fact]
    public void NoCommand_ShowsTheHelp() => Assert.Equal(place.Run("--help").Expect(0).Output, place.Run().Expect(0).Output);

    [Fact]
    public void Version_IsOneShortLine() => Assert.Matches(@"^\d+\.\d+\.\d+\s*$", place.Run("--version").Expect(0).Output);

    [Fact]
    public void Help_IsThereAtOnce()
    {
        // Other work on the machine may slow down some of the attempts, not all.
        var times = Enumerable.Range(0, 20).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            place.Run("--help").Expect(0);
            return clock.Elapsed.TotalSeconds;
        });
        Assert.Contains(times, seconds => seconds < 0.5);
    }
}
