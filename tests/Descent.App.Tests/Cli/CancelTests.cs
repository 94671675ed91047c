using System.Diagnostics;

namespace Descent.App.Tests.Cli;

public sealed class CancelTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Train_Signalled_SavesAndCanBeResumed(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var process = Tool.Start(place.Root, [], "train", "digits", "--epochs", "30", "--json", "--out", "run");
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("\"epoch\":2,", StringComparison.Ordinal))
        {
        }

        using (var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]))
        {
            kill.WaitForExit();
        }

        var cancelled = Tool.Finish(process).Expect(130);
        Assert.Equal("cancelled", cancelled.Json[^1].GetProperty("event").GetString());
        Assert.Equal("run", cancelled.Json[^1].GetProperty("run").GetString());
        Assert.Contains("descent train --resume run", cancelled.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(place.PathOf("run", "checkpoints", "last.safetensors")));

        var done = cancelled.Json[^1].GetProperty("epochs").GetInt32();
        var resumed = place.Run("train", "--resume", "run", "--json").Expect(0).Json;
        Assert.InRange(done, 2, 29);
        Assert.Equal(
            Enumerable.Range(done + 1, 30 - done), resumed.Skip(1).SkipLast(1).Select(line => line.GetProperty("epoch").GetInt32()));
        Assert.Equal("end", resumed[^1].GetProperty("event").GetString());
        Assert.InRange(resumed[^1].GetProperty("test").GetProperty("accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void Resume_FinishedRunWithMoreEpochs_GoesOn()
    {
        place.Run("train", "iris", "--epochs", "2", "--quiet", "--out", "run").Expect(0);
        var events = place.Run("train", "--resume", "run", "--epochs", "4", "--json").Expect(0).Json;
        Assert.Equal([3, 4], events.Skip(1).SkipLast(1).Select(line => line.GetProperty("epoch").GetInt32()));
        Assert.Equal(4, File.ReadAllLines(place.PathOf("run", "metrics.jsonl")).Length);
    }

    [Fact]
    public void Resume_WithFewerEpochs_IsRefused()
    {
        place.Run("train", "iris", "--epochs", "2", "--quiet", "--out", "run").Expect(0);
        var error = place.Run("train", "--resume", "run", "--epochs", "1").Expect(2).Error;
        Assert.Contains("not cut it to 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_WithAnotherModel_IsRefused()
    {
        place.Run("train", "iris", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var error = place.Run("train", "--resume", "run", "--model", "linear 3").Expect(2).Error;
        Assert.Contains("--model does not go with --resume", error, StringComparison.Ordinal);
    }
}
