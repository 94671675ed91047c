using Descent.Onnx;

namespace Descent.App.Tests.Cli;

/// <summary><c>descent import</c>: what is in files of other libraries.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Import_Onnx_TellsWhatIsInItAndTakesTheParameters()
    {
        place.Run("train", "iris", "--model", "linear 5, tanh, linear 3", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        place.Run("export", "run", "--format", "onnx", "--out", "model.onnx").Expect(0);
        var text = place.Run("import", "model.onnx", "--out", "model.safetensors").Expect(0).Output;
        Assert.Contains("input: float [batch, 4]", text, StringComparison.Ordinal);
        Assert.Contains("1 Tanh", text, StringComparison.Ordinal);
        Assert.Contains("setosa", text, StringComparison.Ordinal);
        var (taken, own) = (SafeTensors.Read(place.PathOf("model.safetensors")), SafeTensors.Read(place.PathOf("run", "model.safetensors")));
        Assert.Equal(own.Tensors.Keys, taken.Tensors.Keys);
        Assert.All(own.Tensors, pair => Assert.Equal(pair.Value.ToArray<float>(), taken.Tensors[pair.Key].ToArray<float>()));
        Assert.Equal("linear 5, tanh, linear 3", taken.Metadata["model"]);
    }

    [Fact]
    public void Export_ReadAgain_PredictsAsTheRunDoes()
    {
        place.Run("train", place.WriteClasses(), "--model", "linear 6, relu, linear 2", "--epochs", "2", "--quiet", "--out", "run").Expect(0);
        place.Run("export", "run", "--format", "onnx,safetensors").Expect(0);
        var run = SavedRun.Load(place.PathOf("run"));
        var model = OnnxFile.Read(place.PathOf("run", "export", "model.onnx"));
        var encoder = TabularEncoder.FromJson(File.ReadAllText(place.PathOf("run", "export", "encoder.json")));
        var inputs = encoder.EncodeInputs(CsvTable.Load(place.PathOf("classes.csv")));
        var batch = Tensor.From(inputs, inputs.Length / encoder.FeatureCount, encoder.FeatureCount);
        Assert.Equal(run.Model.Forward(batch).ToArray<float>(), model.Forward(batch).ToArray<float>());
        Assert.Equal("[\"large\",\"small\"]", model.Metadata["classes"]);
        Assert.Contains("encoder.json", File.ReadAllText(place.PathOf("run", "export", "model.onnx")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classes")]
    [InlineData("values")]
    [InlineData("iris")]
    public void Predict_OnnxFile_GivesThePredictionsOfTheRun(string kind)
    {
        var source = kind switch { "classes" => place.WriteClasses(), "values" => place.WriteValues(), _ => kind };
        place.Run("train", source, "--epochs", "2", "--quiet", "--out", "run").Expect(0);
        place.Run("export", "run", "--out", "out").Expect(0);
        var data = kind == "iris" ? place.Write("flowers.csv", "a,b,c,d\n5.1,3.5,1.4,0.2\n6.3,2.9,5.6,1.8\n") : source;
        var expected = place.Run("predict", "run", "--data", data).Expect(0).Output.Split('\n');
        var actual = place.Run("predict", "out/model.onnx", "--data", data).Expect(0).Output.Split('\n');
        Assert.Equal(expected[0], actual[0]);
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual).Skip(1).SelectMany(lines => lines.First.Split(',').Zip(lines.Second.Split(','))))
        {
            Assert.True(one == other || Math.Abs(Number(one) - Number(other)) <= 1e-5 * Math.Max(1, Math.Abs(Number(one))), $"{other}, not {one}");
        }
    }

    [Fact]
    public void Predict_OnnxFileOfAnother_ShowsItsOutputs()
    {
        OnnxFile.Write(place.PathOf("own.onnx"), new Sequential(new Flatten(), new Linear(4, 2)), new Shape(2, 2));
        NpyFile.Write(place.PathOf("x.npy"), Tensor.Ones(new Shape(3, 2, 2)));
        Assert.StartsWith("output 0,output 1\n", place.Run("predict", "own.onnx", "--data", "x.npy").Expect(0).Output, StringComparison.Ordinal);
        var wrong = place.Run("predict", "own.onnx", "--data", place.Write("y.csv", "a,b,c\n1,2,3\n")).Expect(2).Error;
        Assert.Contains("input: float [batch, 2, 2]", wrong, StringComparison.Ordinal);
        Assert.Contains("no file", place.Run("predict", "nothing.onnx", "--data", "x.npy").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_Arrays_AreShownAndConverted()
    {
        NpzFile.Write(place.PathOf("a.npz"), [new("x", Tensor.Ones(new Shape(2, 3)))]);
        var shown = place.Run("import", "a.npz", "--json", "--out", "a.safetensors").Expect(0);
        Assert.Equal(3, shown.Json[0].GetProperty("tensors")[0].GetProperty("shape")[1].GetInt32());
        Assert.Equal(new Shape(2, 3), SafeTensors.Read(place.PathOf("a.safetensors")).Tensors["x"].Shape);
    }

    [Fact]
    public void Import_WhatIsWrong_IsSaid()
    {
        Assert.Contains("no file", place.Run("import", "nothing.onnx").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains(".onnx, .pt", place.Run("import", place.Write("a.txt", "")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no ONNX", place.Run("import", place.Write("a.onnx", "hello")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains(".safetensors", place.Run("import", "a.onnx", "--out", "b.xyz").Expect(2).Error, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
