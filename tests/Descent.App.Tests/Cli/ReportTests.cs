using System.Text.Json;
using System.Text.RegularExpressions;

namespace Descent.App.Tests.Cli;

/// <summary><c>descent report</c>: one page for runs of every kind, and a useful answer for what is none.</summary>
public sealed partial class ReportTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Report_Run_IsOnePageWithTheNumbersOfEvaluate()
    {
        place.Run("train", "iris", "--epochs", "5", "--quiet", "--out", "run").Expect(0);
        Assert.Equal(Path.Combine("run", "report.html"), place.Run("report", "run").Expect(0).Output.Trim());
        var report = Document(place.PathOf("run", "report.html"));
        var evaluation = Assert.Single(place.Run("evaluate", "run", "--json").Expect(0).Json);
        var (shown, told) = (report.GetProperty("test"), evaluation.GetProperty("test"));
        Assert.Equal(told.GetProperty("accuracy").GetDouble(), shown.GetProperty("metrics").GetProperty("accuracy").GetDouble());
        Assert.Equal(told.GetProperty("loss").GetDouble(), shown.GetProperty("loss").GetDouble());
        Assert.Equal(
            evaluation.GetProperty("confusionMatrix").ToString(),
            shown.GetProperty("classes").GetProperty("matrix").ToString());
        place.Run("evaluate", "run").Expect(0);
    }

    [Fact]
    public void Report_HostileTexts_CannotLeaveTheDocument()
    {
        const string Hostile = "</script><script>alert(1)</script><!--";
        place.Write("data.csv", $"\"{Hostile}\",b,kind\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i % 7},{i},{(i % 2 == 0 ? Hostile : "\u2028'\"&")}\n")));
        place.Run("train", "data.csv", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        place.Run("report", "run", "--out", "page.html").Expect(0);
        var page = File.ReadAllText(place.PathOf("page.html"));
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        Assert.Contains(Hostile, Document(place.PathOf("page.html")).GetProperty("data").GetProperty("outputs").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void Report_Page_NamesNoAddressToAsk()
    {
        place.Run("train", "sine", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        place.Run("report", "run").Expect(0);
        var page = File.ReadAllText(place.PathOf("run", "report.html"));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Asking(), page);
        Assert.InRange(page.Length, 100_000, 2_000_000);
    }

    [Fact]
    public void Report_WhatIsNoRun_IsSaidWithTheRemedy()
    {
        Assert.Contains("descent train", place.Run("report", "none").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no run folder", place.Run("report", ".").Expect(2).Error, StringComparison.Ordinal);
        place.Run("train", "iris", "--epochs", "1", "--quiet", "--out", "runs/a").Expect(0);
        Assert.Contains(Path.Combine("runs", "a"), place.Run("report", "runs").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", place.Run("report", "runs/a", "--out", "runs").Expect(2).Error, StringComparison.Ordinal);
        Assert.NotEmpty(place.Run("report", "runs/a", "--out", "no/such/folder.html").Expect(1).Error);
        Assert.Empty(Directory.GetFiles(place.PathOf("runs", "a"), "*.tmp"));
    }

    [Fact]
    public void Report_Sweep_NamesTheBestTrial()
    {
        place.Write("sweep.yaml", "source: iris\nepochs: 2\nsweep:\n  fields:\n    seed: [1, 2]\n");
        place.Run("sweep", "sweep.yaml", "--quiet", "--out", "sweep").Expect(0);
        var error = place.Run("report", "sweep").Expect(2).Error;
        Assert.Contains("sweep with 2 runs", error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("trials", "000"), error, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(src|href)="(https?:)?//|url\(["']?(https?:)?//|@import""")]
    private static partial Regex Asking();

    private static JsonElement Document(string path)
    {
        var page = File.ReadAllText(path);
        const string Begin = "<script id=\"report\" type=\"application/json\">";
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        using var document = JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]);
        return document.RootElement.Clone();
    }
}
