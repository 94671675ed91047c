using System.Text.Json;

namespace Descent.App.Tests.Cli;

/// <summary><c>descent doctor</c>, and what <c>descent train</c> says of findings.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly string[] Sick = ["train", "digits", "--model", "linear 32, relu, linear 32, relu, linear 10", "--optimizer", "adam rate=0.5", "--epochs", "4", "--out", "run"];
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Train_Sick_SaysWhatAndHowToMendItAndTheDoctorMends()
    {
        var training = place.Run(Sick).Expect(0);
        Assert.Contains("dead-relu", training.Error, StringComparison.Ordinal);
        Assert.Contains("leaky-relu", training.Error, StringComparison.Ordinal);
        Assert.Contains("descent doctor run", training.Output, StringComparison.Ordinal);
        using var kept = JsonDocument.Parse(File.ReadAllText(place.PathOf("run", "findings.json")));
        Assert.Contains(kept.RootElement.EnumerateArray(), finding => finding.GetProperty("name").GetString() == "dead-relu");

        var text = place.Run("doctor", "run", "--finding", "dead-relu", "--fix", "better.yaml").Expect(0).Output;
        Assert.Contains("evidence", text, StringComparison.Ordinal);
        Assert.Contains("better.yaml: the recipe with these changes", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        var mended = place.Run("train", "better.yaml", "--json", "--out", "mended").Expect(0).Json;
        Assert.DoesNotContain(mended, line => line.GetProperty("event").GetString() == "finding" && line.GetProperty("name").GetString() == "dead-relu");
        Assert.InRange(mended[^1].GetProperty("test").GetProperty("accuracy").GetDouble(), 0.5, 1);
    }

    [Fact]
    public void Train_Healthy_SaysNothingAndTheDoctorNeither()
    {
        var training = place.Run("train", "iris", "--epochs", "30", "--out", "run").Expect(0);
        Assert.DoesNotContain("doctor", training.Output + training.Error, StringComparison.Ordinal);
        Assert.StartsWith("No findings", place.Run("doctor", "run").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(0, place.Run("doctor", "run", "--json").Expect(0).Json[0].GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void Doctor_RecipeThatTrainingRefuses_FindsAndMends()
    {
        place.Write("sick.yaml", "source: iris\nmodel: linear 16, relu, linear 3, softmax\nepochs: 20\n");
        Assert.Contains("descent doctor", place.Run("train", "sick.yaml").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("softmax-twice (critical)", place.Run("doctor", "sick.yaml", "--fix", "well.json").Expect(0).Output, StringComparison.Ordinal);
        place.Run("train", "well.json", "--quiet", "--out", "run").Expect(0);
        Assert.Empty(Directory.Exists(place.PathOf("runs")) ? Directory.GetFileSystemEntries(place.PathOf("runs")) : []);
    }

    [Fact]
    public void Doctor_RunThatFailed_TellsTheFirstOperation()
    {
        var failed = place.Run("train", "sine", "--model", "linear 8, tanh, linear 1", "--optimizer", "sgd rate=1e20", "--out", "run").Expect(2);
        Assert.Contains("descent doctor run", failed.Error, StringComparison.Ordinal);
        var findings = place.Run("doctor", "run", "--json").Expect(0).Json[0].GetProperty("findings").EnumerateArray().ToArray();
        var finding = findings.Single(one => one.GetProperty("name").GetString() == "non-finite");
        Assert.Contains("At step", finding.GetProperty("evidence").GetString(), StringComparison.Ordinal);
        Assert.True(finding.GetProperty("applicable").GetBoolean());
    }

    [Fact]
    public void Doctor_SourceThatIsNotTrainedYet_TriesAFewStepsAndKeepsNothing()
    {
        place.WriteClasses();
        var before = Directory.GetFileSystemEntries(place.Root);
        Assert.Contains("steps of training", place.Run("doctor", "classes.csv", "--steps", "20").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("before training", place.Run("doctor", "classes.csv", "--steps", "0").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(place.Root));
    }

    [Theory]
    [InlineData("'overfitting'", "doctor", "iris", "--finding", "overfiting")]
    [InlineData(".yaml or .json", "doctor", "iris", "--fix", "better.txt")]
    [InlineData("no run folder", "doctor", ".")]
    [InlineData("What to train on is missing", "doctor")]
    [InlineData("'iris'", "doctor", "irs")]
    public void Doctor_WhatIsWrong_IsSaidWithTheRemedy(string part, params string[] arguments)
        => Assert.Contains(part, place.Run(arguments).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void List_Findings_TellsWhatIsLookedFor()
    {
        Assert.Contains("vanishing-gradients", place.Run("list", "findings").Expect(0).Output, StringComparison.Ordinal);
        var shown = place.Run("show", "finding", "overfitting").Expect(0).Output;
        Assert.Contains("found when", shown, StringComparison.Ordinal);
        Assert.Contains("thresholds", shown, StringComparison.Ordinal);
    }
}
