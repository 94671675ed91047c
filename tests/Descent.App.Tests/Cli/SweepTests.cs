using System.Diagnostics;
using Descent.Cli.Rendering;
using Spectre.Console;

namespace Descent.App.Tests.Cli;

public sealed class SweepTests : IDisposable
{
    private static readonly string[] Twelve =
        ["sweep", "digits", "--vary", "optimizer.rate=0.0001..0.1 log", "--vary", "model.1.width=8..64 log", "--trials", "12", "--epochs", "30"];

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Sweep_ByARecipe_WritesTheBestAndItsTestAlone()
    {
        place.Write("recipe.yaml", """
            source: iris
            epochs: 3
            sweep:
              fields:
                optimizer.rate: [0.001, 0.03]
                model:
                  - linear 3
                  - [linear 8, relu, linear 3]
            """);
        var events = place.Run("sweep", "recipe.yaml", "--json", "--out", "found").Expect(0).Json;
        Assert.Equal(["start", "trial", "trial", "trial", "trial", "end"], events.Select(line => line.GetProperty("event").GetString()));
        Assert.All(events.Skip(1).Take(4), line => Assert.False(line.TryGetProperty("test", out _)));
        var best = events[^1].GetProperty("best");
        Assert.Equal(events.Skip(1).Take(4).Min(line => line.GetProperty("score").GetDouble()), best.GetProperty("score").GetDouble());
        Assert.InRange(events[^1].GetProperty("test").GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(0.03, best.GetProperty("values").GetProperty("optimizer.rate").GetDouble());
        place.Run("train", "found/best.json", "--quiet", "--out", "again").Expect(0);
        Assert.Equal(
            File.ReadAllBytes(place.PathOf(best.GetProperty("run").GetString()!, "model.safetensors")),
            File.ReadAllBytes(place.PathOf("again", "model.safetensors")));
        Assert.Contains("it has no recipe.json", place.Run("evaluate", "found").Expect(2).Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public void Sweep_StoppedAndResumed_LeavesTheTableOfAnUndisturbedOne(string signal, int code)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        place.Run([.. Twelve, "--quiet", "--parallel", "1", "--out", "whole"]).Expect(0);
        using var process = Tool.Start(place.Root, [], [.. Twelve, "--json", "--parallel", "2", "--out", "cut"]);
        for (var ended = 0; ended < 3 && process.StandardOutput.ReadLine() is { } line;)
        {
            ended += line.Contains("\"event\":\"trial\"", StringComparison.Ordinal) ? 1 : 0;
        }

        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]))
        {
            kill.WaitForExit();
        }

        var stopped = Tool.Finish(process).Expect(code);
        if (signal == "INT")
        {
            Assert.Equal("cancelled", stopped.Json[^1].GetProperty("event").GetString());
            Assert.Contains("descent sweep --resume cut", stopped.Error, StringComparison.Ordinal);
        }

        var resumed = place.Run("sweep", "--resume", "cut", "--json", "--parallel", "2").Expect(0).Json;
        Assert.InRange(resumed.Count(line => line.GetProperty("event").GetString() == "trial"), 1, 9);
        foreach (var file in (string[])["results.csv", "results.jsonl", "best.json", "sweep.json"])
        {
            Assert.Equal(File.ReadAllText(place.PathOf("whole", file)), File.ReadAllText(place.PathOf("cut", file)));
        }

        Assert.Empty(Directory.GetFiles(place.PathOf("cut"), "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("sweep iris", "nothing varies")]
    [InlineData("sweep iris --vary optimzer.rate=1,2", "Did you mean 'optimizer'?")]
    [InlineData("sweep iris --vary epochs=1,2 --vary epochs=3", "--vary gives 'epochs' twice")]
    [InlineData("sweep iris --vary epochs=1..1000 --vary batchSize=1..1000", "1,000,000 combinations")]
    [InlineData("sweep iris --vary epochs=1,2 --parallel 0", "--parallel 0 is not allowed")]
    [InlineData("sweep --resume nothing", "There is no sweep 'nothing'")]
    [InlineData("sweep --resume nothing --trials 3", "--trials does not go with --resume")]
    [InlineData("sweep", "What to train on is missing")]
    public void Sweep_ThatIsWrong_IsRefusedWithTheRemedy(string arguments, string message)
    {
        Assert.Contains(message, place.Run(arguments.Split(' ')).Expect(2).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(place.Root));
    }

    [Fact]
    public void Sweep_WhereOneTrialFails_SaysWhyAndGoesOn()
    {
        var result = place.Run("sweep", "iris", "--vary", "model=linear 3 | linear 2", "--epochs", "2", "--out", "found").Expect(0);
        Assert.Contains("trial 2 failed (model=\"linear 2\"):", result.Output, StringComparison.Ordinal);
        Assert.Contains("trial 1/2  validation loss", result.Error, StringComparison.Ordinal);
        Assert.Contains("trial 1: model=\"linear 3\"", result.Output, StringComparison.Ordinal);
        var none = place.Run("sweep", "iris", "--vary", "model=linear 2", "--epochs", "2", "--out", "none").Expect(1);
        Assert.Contains("None of the 1 trials could be trained", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 10)]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void Frame_AtAnySize_Fits(int width, int height)
    {
        var progress = new SweepProgress("loss", trials => [.. trials.OrderBy(trial => trial.Score)]);
        progress.Add(new SweepStarted(40, 3, 8));
        for (var number = 1; number <= 30; number++)
        {
            var trial = new SweepTrial
            {
                Trial = number,
                Values = new Dictionary<string, string> { ["optimizer.rate"] = "0.001234", ["model"] = "linear 128, relu, linear 64, relu, linear 10" },
            };
            progress.Add(new SweepTrialStarted(trial, 60));
            progress.Add(new SweepTrialProgressed(number, new EpochEnded(7, 0.5, 0.25, new Dictionary<string, double>(), 0.1, 1, 10)));
            if (number <= 20)
            {
                progress.Add(new SweepTrialEnded(trial with { State = SweepTrialState.Done, Score = 1.0 / number }));
            }
        }

        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Write(SweepFrame.Draw(progress, width, height));
        var lines = writer.ToString().TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, width));
        Assert.InRange(lines.Length, 4, height - 1);
        Assert.Contains("23/40", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("best 0.0500  trial 20", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("now  0.2500  trial 21", StringComparison.Ordinal));
    }
}
