namespace Descent.App.Tests.Cli;

/// <summary><c>descent export</c>: the model of a run as files for other programs.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Export_Table_HoldsTheParametersAndTheEncodingBesideThem()
    {
        place.Run("train", place.WriteClasses(), "--model", "linear 5, tanh, linear 2", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var result = place.Run("export", "run", "--format", "safetensors", "--out", "out").Expect(0);
        Assert.Equal(["out/model.safetensors", "out/encoder.json"], result.Output.Replace('\\', '/').TrimEnd().Split('\n'));
        Assert.Contains("encoded numbers", result.Error, StringComparison.Ordinal);
        var (exported, own) = (SafeTensors.Read(place.PathOf("out", "model.safetensors")), SafeTensors.Read(place.PathOf("run", "model.safetensors")));
        Assert.Equal(own.Tensors["0.weight"].ToArray<float>(), exported.Tensors["0.weight"].ToArray<float>());
        Assert.Equal("[\"large\",\"small\"]", exported.Metadata["classes"]);
        Assert.Contains("width", exported.Metadata["features"], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(place.PathOf("run", "encoder.json")), File.ReadAllText(place.PathOf("out", "encoder.json")));
    }

    [Fact]
    public void Export_NoTable_SaysHowInputsAreScaled()
    {
        Train();
        place.Run("export", "run", "--format", "safetensors", "--out", "model.safetensors").Expect(0);
        var metadata = SafeTensors.Read(place.PathOf("model.safetensors")).Metadata;
        Assert.Contains("setosa", metadata["classes"], StringComparison.Ordinal);
        Assert.Equal(4, metadata["input_scale"].Split(',').Length);
        Assert.Equal("4", metadata["input_shape"]);
    }

    [Fact]
    public void Export_WithoutOptions_GoesIntoTheRunFolder()
    {
        Train();
        Assert.All(place.Run("export", "run").Expect(0).Output.TrimEnd().Split('\n'), path => Assert.True(File.Exists(place.PathOf(path))));
    }

    [Fact]
    public void Export_CSharp_IsOneFileThatEncodesItsColumns()
    {
        place.Run("train", place.WriteClasses(), "--model", "linear 5, tanh, linear 2", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var result = place.Run("export", "run", "--format", "csharp", "--out", "Widths.cs").Expect(0);
        Assert.Equal("Widths.cs", result.Output.Trim());
        Assert.Empty(result.Error);
        var code = File.ReadAllText(place.PathOf("Widths.cs"));
        Assert.Contains("public sealed class Widths", code, StringComparison.Ordinal);
        Assert.Contains("Number(row, \"width\"", code, StringComparison.Ordinal);
        Assert.DoesNotContain("using Descent", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_WhatIsWrong_IsSaidWithTheRemedy()
    {
        Train();
        Assert.Contains("safetensors", place.Run("export", "run", "--format", "safetensor").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no run folder", place.Run("export", "nothing").Expect(2).Error, StringComparison.Ordinal);
        place.Write("taken.txt", "");
        Assert.Contains("give a folder", place.Run("export", "run", "--out", "taken.txt").Expect(2).Error, StringComparison.Ordinal);
    }

    private void Train() => place.Run("train", "iris", "--model", "linear 5, tanh, linear 3", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
}
