namespace Descent.App.Tests.Cli;

public sealed class SpeedTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Profile_Iris_TellsWhereTheTimeGoesAndWritesNothing()
    {
        var text = place.Run("profile", "iris", "--model", "linear 8, relu, linear 3", "--seconds", "0.2").Expect(0).Output;
        Assert.Contains("matmul", text, StringComparison.Ordinal);
        Assert.Contains("update by Adam", text, StringComparison.Ordinal);
        Assert.Contains("the next batch", text, StringComparison.Ordinal);
        Assert.Contains("of roof", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.Empty(Directory.GetFileSystemEntries(place.Root));
    }

    [Fact]
    public void Profile_OfARecipeAsJson_IsOneObjectWhoseSharesAddUp()
    {
        var recipe = place.Write("recipe.json", """
            { "source": "iris", "model": "linear 8, relu, linear 3", "loss": "cross-entropy", "optimizer": "momentum", "batchSize": 10 }
            """);
        var profile = Assert.Single(
            place.Run("profile", recipe, "--seconds", "0.2", "--shapes", "--json", "--threads", "1").Expect(0).Json);
        Assert.Equal("profile", profile.GetProperty("event").GetString());
        Assert.Equal(10, profile.GetProperty("batchSize").GetDouble());
        Assert.Equal(1, profile.GetProperty("machine").GetProperty("threads").GetInt32());
        Assert.True(profile.GetProperty("machine").GetProperty("flopsPerSecond").GetDouble() > 0);
        Assert.True(profile.GetProperty("stepSeconds").GetDouble() > 0);
        var lines = profile.GetProperty("lines").EnumerateArray().ToArray();
        Assert.Equal(1, lines.Sum(line => line.GetProperty("share").GetDouble()), 0.01);
        Assert.Contains(lines, line => line.GetProperty("shapes").GetString()!.StartsWith("[10, 4], [8, 4]", StringComparison.Ordinal)
            && Math.Abs(line.GetProperty("flops").GetDouble() - (2 * 10 * 4 * 8)) < 1e-6);
        Assert.Superset(
            new HashSet<string?> { "operation", "optimizer", "loader", "rest" },
            lines.Select(line => line.GetProperty("kind").GetString()).ToHashSet());
    }

    [Fact]
    public void Profile_TableWithAnUnknownTarget_SaysWhatIsWrong()
    {
        var result = place.Run("profile", place.WriteClasses(), "--target", "knd").Expect(2);
        Assert.Contains("kind", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_WithoutASource_NamesItsOwnHelp()
        => Assert.Contains("descent profile --help", place.Run("profile").Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void GradientCheck_Iris_AgreesForEachParameterAndWritesNothing()
    {
        var text = place.Run("gradcheck", "iris", "--model", "linear 8, relu, linear 3").Expect(0).Output;
        Assert.Contains("Every gradient agrees", text, StringComparison.Ordinal);
        Assert.Contains("[8, 4]", text, StringComparison.Ordinal);
        var check = Assert.Single(place.Run("gradcheck", "iris", "--model", "linear 3", "--elements", "3", "--json").Expect(0).Json);
        Assert.True(check.GetProperty("agrees").GetBoolean());
        Assert.Equal([3, 3], check.GetProperty("parameters").EnumerateArray().Select(line => line.GetProperty("elements").GetInt32()));
        Assert.Empty(Directory.GetFileSystemEntries(place.Root));
    }

    [Fact]
    public void Bench_AsJson_TellsMachineBenchmarksAndEnd()
    {
        var events = place.Run("bench", "--seconds", "0.5", "--threads", "2", "--json").Expect(0).Json;
        Assert.Equal("machine", events[0].GetProperty("event").GetString());
        Assert.Equal(2, events[0].GetProperty("threads").GetInt32());
        Assert.Equal("end", events[^1].GetProperty("event").GetString());
        var benchmarks = events.Skip(1).SkipLast(1).ToArray();
        Assert.True(benchmarks.Count(benchmark => benchmark.GetProperty("kind").GetString() == "training") >= 3);
        Assert.All(benchmarks, benchmark => Assert.True(benchmark.GetProperty("seconds").GetDouble() > 0));
        Assert.All(benchmarks, benchmark => Assert.True(benchmark.GetProperty("fractionOfPeak").GetDouble() > 0));
    }

    [Fact]
    public void Bench_ForPeople_IsATable()
    {
        var text = place.Run("bench", "--seconds", "0.5").Expect(0).Output;
        Assert.Contains("GFLOP/s", text, StringComparison.Ordinal);
        Assert.Contains("samples/s", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\u001b', text);
    }

    [Theory]
    [InlineData("--seconds", "0")]
    [InlineData("--threads", "0")]
    public void Bench_ValueThatCannotBe_IsRefused(string option, string value)
        => Assert.Contains($"{option} {value} is not allowed", place.Run("bench", option, value).Expect(2).Error, StringComparison.Ordinal);
}
