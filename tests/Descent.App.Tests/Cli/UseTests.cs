namespace Descent.App.Tests.Cli;

/// <summary>What is done with a run: evaluate and predict.</summary>
public sealed class UseTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Evaluate_Run_GivesWhatTrainingGave()
    {
        var trained = place.Run("train", "iris", "--epochs", "20", "--json", "--out", "run").Expect(0).Json[^1].GetProperty("test");
        var measured = place.Run("evaluate", "run", "--json").Expect(0).Json.Single();
        Assert.Equal(trained.GetProperty("loss").GetDouble(), measured.GetProperty("test").GetProperty("loss").GetDouble());
        var counts = measured.GetProperty("confusionMatrix").EnumerateArray().SelectMany(row => row.EnumerateArray())
            .Sum(count => count.GetInt32());
        Assert.Equal(30, counts);
        var text = place.Run("evaluate", "run").Expect(0).Output;
        Assert.Contains("accuracy", text, StringComparison.Ordinal);
        Assert.Contains("versicolor", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_Classes_WritesClassAndProbabilities()
    {
        place.Run("train", place.WriteClasses(), "--epochs", "40", "--quiet", "--out", "run").Expect(0);
        place.Write("new.csv", "width,colour\n0.05,red\n0.95,blue\n");
        var lines = place.Run("predict", "run", "--data", "new.csv").Expect(0).Output.TrimEnd().Split('\n');
        Assert.Equal("class,probability large,probability small", lines[0]);
        Assert.StartsWith("small,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("large,", lines[2], StringComparison.Ordinal);

        var json = place.Run("predict", "run", "--data", "new.csv", "--json").Expect(0).Json;
        Assert.Equal(["small", "large"], json.Select(line => line.GetProperty("class").GetString()));
        Assert.Equal(1, json[0].GetProperty("probabilities").EnumerateObject().Sum(pair => pair.Value.GetDouble()), 5);

        var written = place.Run("predict", "run", "--data", "new.csv", "--out", "out.csv").Expect(0);
        Assert.Empty(written.Output);
        Assert.Equal(lines, File.ReadAllLines(place.PathOf("out.csv")));
    }

    [Fact]
    public void Predict_Values_AreInTheTargetsUnit()
    {
        place.Run(
            "train", place.WriteValues(), "--target", "y", "--epochs", "80", "--optimizer", "adam rate=0.01", "--quiet", "--out", "run")
            .Expect(0);
        place.Write("new.csv", "a,b\n100,3\n");
        var lines = place.Run("predict", "run", "--data", "new.csv").Expect(0).Output.TrimEnd().Split('\n');
        Assert.Equal("y", lines[0]);
        Assert.InRange(double.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture), 250, 355);
    }

    [Fact]
    public void Predict_WithoutAColumnOfTheTraining_NamesIt()
    {
        place.Run("train", place.WriteClasses(), "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        place.Write("new.csv", "colour,other\nred,1\n");
        Assert.Contains("width", place.Run("predict", "run", "--data", "new.csv").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_IntoAPathThatCannotBeWritten_Fails()
    {
        place.Run("train", place.WriteClasses(), "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var result = place.Run("predict", "run", "--data", "classes.csv", "--out", "classes.csv/out.csv").Expect(1);
        Assert.StartsWith("descent: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_DamagedModelFile_SaysSo()
    {
        place.Run("train", "iris", "--epochs", "1", "--quiet", "--out", "run").Expect(0);
        var path = place.PathOf("run", "model.safetensors");
        var whole = File.ReadAllBytes(path);
        byte[][] damaged = [[], whole[..100], whole[..^4], [.. whole, .. new byte[16]], [.. Enumerable.Repeat((byte)0xFF, 500)]];
        foreach (var bytes in damaged)
        {
            File.WriteAllBytes(path, bytes);
            Assert.Contains("model.safetensors", place.Run("evaluate", "run").Expect(2).Error, StringComparison.Ordinal);
        }
    }
}
