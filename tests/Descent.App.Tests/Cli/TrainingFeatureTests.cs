namespace Descent.App.Tests.Cli;

/// <summary>Cross-validation, calibration, fine-tuning and the search for a rate, as a user meets them.</summary>
public sealed class TrainingFeatureTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Train_Folds_MakesARunForEachAndSummarizesThem()
    {
        var events = place.Run("train", "iris", "--folds", "3", "--epochs", "2", "--json", "--out", "cv").Expect(0).Json;
        Assert.Equal(3, events.Count(line => line.GetProperty("event").GetString() == "end"));
        var last = events[^1];
        Assert.Equal("folds", last.GetProperty("event").GetString());
        Assert.True(last.GetProperty("test").GetProperty("accuracy").GetProperty("standardDeviation").GetDouble() >= 0);
        Assert.True(File.Exists(place.PathOf("cv", "fold-3", "model.safetensors")));
        place.Run("evaluate", "cv/fold-2").Expect(0);
        place.Run("train", "--resume", "cv", "--quiet").Expect(0);
        Assert.Contains("--epochs", place.Run("train", "--resume", "cv", "--epochs", "9").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("already holds runs", place.Run("train", "iris", "--folds", "3", "--out", "cv").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Calibrate_KeepsTheTemperatureForPredictions()
    {
        place.WriteValues();
        place.Run(
            "train", "digits", "--epochs", "12", "--optimizer", "adam rate=0.01", "--model", "linear 64, relu, linear 10",
            "--validation-fraction", "0.2", "--quiet", "--out", "run").Expect(0);
        var plain = place.Run("evaluate", "run", "--json").Expect(0).Json[0];
        Assert.Equal(10, plain.GetProperty("reliability").GetArrayLength());
        Assert.Equal(1, plain.GetProperty("temperature").GetDouble());
        var calibrated = place.Run("evaluate", "run", "--calibrate", "--json").Expect(0).Json[0];
        var temperature = calibrated.GetProperty("temperature").GetDouble();
        Assert.NotEqual(1, temperature);
        Assert.Equal(
            plain.GetProperty("test").GetProperty("accuracy").GetDouble(),
            calibrated.GetProperty("after").GetProperty("test").GetProperty("accuracy").GetDouble());
        var again = place.Run("evaluate", "run", "--json").Expect(0).Json[0];
        Assert.Equal(temperature, again.GetProperty("temperature").GetDouble());
        Assert.Equal(
            calibrated.GetProperty("after").GetProperty("calibrationError").GetDouble(), again.GetProperty("calibrationError").GetDouble());
        Assert.Contains("reliability", place.Run("evaluate", "run").Expect(0).Output, StringComparison.Ordinal);

        place.Run("train", "values.csv", "--target", "y", "--epochs", "1", "--quiet", "--out", "values").Expect(0);
        Assert.Contains("predicts values", place.Run("evaluate", "values", "--calibrate").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void FindRate_OfASource_DrawsTheCurveAndWritesIt()
    {
        var shown = place.Run("find-rate", "moons", "--steps", "60", "--csv", "rates.csv").Expect(0).Output;
        Assert.Contains("suggested", shown, StringComparison.Ordinal);
        Assert.Contains("descent train moons --optimizer", shown, StringComparison.Ordinal);
        var lines = File.ReadAllLines(place.PathOf("rates.csv"));
        Assert.Equal("rate,loss,averaged", lines[0]);
        var json = place.Run("find-rate", "moons", "--steps", "60", "--json").Expect(0).Json[0];
        Assert.Equal(lines.Length - 1, json.GetProperty("points").GetArrayLength());
        Assert.True(json.GetProperty("suggested").GetDouble() > 0);
        Assert.Contains("--lowest", place.Run("find-rate", "moons", "--lowest", "0").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FromARun_SaysWhatWasTakenAndFrozen()
    {
        string[] model = ["--model", "linear 16, relu, linear 3", "--epochs", "2", "--out"];
        place.Run(["train", "iris", .. model, "first"]).Expect(0);
        var shown = place.Run(["train", "iris", "--from", "first", "--freeze", "0", .. model, "second"]).Expect(0).Error;
        Assert.Contains("4 of 4 parameters", shown, StringComparison.Ordinal);
        Assert.Contains("frozen: 0.weight, 0.bias", shown, StringComparison.Ordinal);
        Assert.Contains("No parameter goes by '8'", place.Run(["train", "iris", "--freeze", "8", .. model, "third"]).Expect(2).Error, StringComparison.Ordinal);
    }
}
