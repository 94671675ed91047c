using System.Text.Json;

namespace Descent.App.Tests.Cli;

/// <summary><c>descent explain</c>: worked examples and runs, in each format.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Explain_WorkedExample_BeginsAsTheGuideShows()
    {
        var text = place.Run("explain", "two-two-one").Expect(0).Output;
        var shown = Documentation.Markdown.Blocks("docs/guide/explain.md").First(block => block.Heading == "text").Code;
        Assert.StartsWith(shown, text, StringComparison.Ordinal);
        Assert.Contains("delta3 = dL/da3 * da3/dz3", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_AllFormats_AreWritten()
    {
        place.Run("explain", "xor", "--format", "text,markdown,html,json", "--out", "xor").Expect(0);
        Assert.All(["xor.txt", "xor.md", "xor.html"], name => Assert.Contains("52.9984", File.ReadAllText(place.PathOf(name)), StringComparison.Ordinal));
        using var json = JsonDocument.Parse(File.ReadAllText(place.PathOf("xor.json")));
        Assert.True(json.RootElement.GetProperty("sections").GetArrayLength() > 5);
    }

    [Fact]
    public void Explain_Run_TellsASampleAndAWeight()
    {
        place.Run("train", "iris", "--model", "linear 5, tanh, linear 3", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var text = place.Run("explain", "run", "--sample", "3", "--weight", "layer 1 [2,1]").Expect(0).Output;
        Assert.Contains("The weight layer 1 [2,1]", text, StringComparison.Ordinal);
        Assert.Contains("by finite differences", text, StringComparison.Ordinal);
        Assert.Contains("softmax", text, StringComparison.Ordinal);
        Assert.Contains("counted from 0", place.Run("explain", "run", "--sample", "9999").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("2 layers have weights", place.Run("explain", "run", "--weight", "layer 7 [1,1]").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_RunOfImages_IsToldByNorms()
    {
        place.Run("train", "digits", "--model", "conv 2 3x3, relu, maxpool 2, flatten, linear 10", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        Assert.Contains("|dL/d0.weight|", place.Run("explain", "run").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_RunWithAdam_TellsTheOptimizersStepForAKernel()
    {
        place.Run(
            "train", "digits", "--model", "conv 2 3x3, batchnorm, relu, maxpool 2, flatten, linear 10", "--optimizer", "adam", "--epochs", "1", "--quiet",
            "--out", "run").Expect(0);
        var text = place.Run("explain", "run", "--weight", "layer 1 [2,1,3,3]").Expect(0).Output;
        Assert.Contains("dL/d0.weight[1,0,2,2] = ", text, StringComparison.Ordinal);
        Assert.Contains("sum to rest", text, StringComparison.Ordinal);
        Assert.Contains("m' = beta1 * m + (1 - beta1) * dL/d0.weight[1,0,2,2]", text, StringComparison.Ordinal);
        Assert.Contains("- 1", text[text.IndexOf("Backward pass", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("'weight'", place.Run("explain", "run", "--weight", "layer 1 wieght [1]").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_WhatIsWrong_IsSaidWithTheRemedy()
    {
        Assert.Contains("'xor'", place.Run("explain", "xorr").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no run folder", place.Run("explain", ".").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("markdown", place.Run("explain", "xor", "--format", "markdwon").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--out", place.Run("explain", "xor", "--format", "text,json").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("for runs", place.Run("explain", "xor", "--sample", "1").Expect(2).Error, StringComparison.Ordinal);
    }
}
