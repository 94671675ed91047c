using System.Globalization;
using Descent.Tests.Kernels;

namespace Descent.Tests.Inference;

public sealed class PredictorTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Predict_RowsOfATable_GivesWhatTheCommandGives()
    {
        var run = Runs.Table(folder);
        var predictor = Predictor.Load(run);
        var expected = SavedRun.Load(run).Predict(folder.File("passengers.csv"));
        Assert.Equal(["fare", "age", "sex", "port", "class"], predictor.Columns);
        Assert.Equal(["no", "yes"], predictor.OutputNames);
        PredictorRow[] rows = [.. File.ReadLines(folder.File("passengers.csv")).Skip(1).Select(line => Filled(predictor.NewRow(), line.Split(',')))];
        var predictions = predictor.Predict(rows);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(expected.Rows[i], predictions[i].Numbers);
            Assert.Equal(expected.ClassOf(i), predictions[i].ClassName);
            var alone = predictor.Predict(rows[i]);
            Assert.Equal(expected.Rows[i][1], alone.Numbers[1], 1e-6);
            Assert.Equal(predictions[i].Probability, alone.Probability, 1e-6);
        }
    }

    [Fact]
    public void Predict_Values_AreInTheirOwnUnit()
    {
        var run = Runs.Values(folder);
        var expected = SavedRun.Load(run).Predict(folder.File("values.csv")).Rows[3][0];
        var predictor = Predictor.Load(run);
        var prediction = predictor.Predict(predictor.NewRow().Set("a", 3).Set("b", 3));
        Assert.Equal(expected, prediction.Value, 1e-3);
        Assert.InRange(prediction.Value, 900, 3500);
        Assert.Throws<DescentException>(() => prediction.ClassName);
    }

    [Fact]
    public void Predict_Images_ScalesThemAsTheTrainingDid_WithoutItsData()
    {
        var run = Runs.Digits(folder);
        var test = Datasets.Digits().Test;
        var pixels = new float[300 * 64];
        test.WithScaling(InputScaling.None).CopyInputs(Enumerable.Range(0, 300).ToArray(), pixels);
        var predictor = Predictor.Load(run);
        var outputs = new double[300 * 10];
        predictor.Predict(pixels, outputs);
        var model = SavedRun.Load(run).Model;
        var inputs = new float[300 * 64];
        test.WithScaling(InputScaling.Unit(16)).CopyInputs(Enumerable.Range(0, 300).ToArray(), inputs);
        var expected = model.Forward(Tensor.From<float>(inputs, new Shape(300, 1, 8, 8))).Softmax(-1).ToDoubles();
        for (var i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[i], outputs[i], 1e-6);
        }

        Assert.True(File.Exists(new RunFolder(run).InputsFile));
        Assert.Equal("0", predictor.OutputNames[0]);
    }

    [Fact]
    public void Predict_IntoMemoryOfTheCaller_AllocatesNothing()
    {
        var images = Predictor.Load(Runs.Digits(folder));
        var table = Predictor.Load(Runs.Table(folder));
        var (pixels, digits, survival) = (new float[21 * 64], new double[210], new double[2]);
        var row = table.NewRow();
        void Use()
        {
            images.Predict(pixels, digits);
            row.Clear().Set("fare", 3.5).Set("age", null).Set("sex", "male").Set("port", "queen").Set("class", 2);
            table.Predict(row, survival);
        }

        for (var i = 0; i < 30; i++)
        {
            Use();
        }

        Assert.Equal(0, Allocations.OnceWarm(Use));
    }

    [Fact]
    public void Predict_From8Threads_GivesEqualBitsInBoundedMemory()
    {
        var predictor = Predictor.Load(Runs.Digits(folder), new PredictorOptions { MostAtOnce = 3 });
        var pixels = Enumerable.Range(0, 5 * 64).Select(i => (float)(i * 31 % 17)).ToArray();
        var expected = new double[50];
        predictor.Predict(pixels, expected);
        var different = 0;
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            var outputs = new double[50];
            for (var i = 0; i < 300; i++)
            {
                predictor.Predict(pixels, outputs);
                if (!outputs.AsSpan().SequenceEqual(expected))
                {
                    Interlocked.Increment(ref different);
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, different);
        Assert.InRange(predictor.Slots, 1, 3);
    }

    [Fact]
    public void Predict_ManyAtOnceInBatchesOfManySizes_LaysOutEachWeightOnce()
    {
        var model = new Sequential(new Conv2d(1, 4, 3, padding: 1), new Relu(), new Flatten(), new Linear(256, 32), new Tanh(), new Linear(32, 10));
        model.Initialize(4);
        var encoder = new ArrayEncoder { Shape = [1, 8, 8], Scale = [1], Shift = [0], Task = TaskKind.Classification, OutputNames = [.. Enumerable.Range(0, 10).Select(i => $"{i}")] };
        var predictor = Predictor.Of(model, new CrossEntropy(), encoder, new PredictorOptions { MostAtOnce = 4 });
        var samples = Training.Examples.Numbers(85 * 64, 3);
        var expected = model.Forward(Tensor.From<float>(samples, new Shape(85, 1, 8, 8))).Softmax(-1).ToDoubles();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            var outputs = new double[850];
            predictor.Predict(samples, outputs);
            Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        });

        // Two matrices, and a convolution's weights for each of the sizes 64, 16, 4 and 1.
        Assert.Equal(6, predictor.Preparations);
        new TrainingStep(model, new CrossEntropy(), new Adam(0.1)).Run(Tensor.From<float>(samples, new Shape(85, 1, 8, 8)), Training.Examples.Labels(85, 10));
        Assert.Contains("make another", Assert.Throws<DescentException>(() => predictor.Predict(samples, new double[850])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_WrongInput_IsRefusedWithTheColumn()
    {
        var predictor = Predictor.Load(Runs.Table(folder));
        var outputs = new double[2];
        Refused("sex", "'men', a category", () => predictor.Predict(Full(predictor).Set("sex", "men")));
        Refused("sex", "Did you mean", () => predictor.Predict(Full(predictor).Set("sex", "mal")));
        Refused("class", "'7', a category", () => predictor.Predict(Full(predictor).Set("class", 7)));
        Refused("fare", "NaN", () => Full(predictor).Set("fare", double.NaN));
        Refused("fare", "'cheap'", () => Full(predictor).Set("fare", "cheap"));
        Refused("fare", "finite", () => Full(predictor).Set("fare", "inf"));
        Refused("fares", "Did you mean 'fare'", () => Full(predictor).Set("fares", 1));
        Refused("survived", "leave it out", () => Full(predictor).Set("survived", "yes"));
        Refused("class", "has no column 'class'", () => predictor.Predict(predictor.NewRow().Set("fare", 1).Set("age", null).Set("sex", "male").Set("port", null)));
        Refused("sex", "Row 2:", () => predictor.Predict(Full(predictor), Full(predictor).Set("sex", "men")));
        Assert.Contains("whole number of samples", Assert.Throws<ShapeException>(() => predictor.Predict(new float[5], outputs)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => predictor.Predict(Full(predictor), new double[3]));
        var features = new float[predictor.InputShape.Count];
        features[0] = float.NaN;
        Refused("fare", "Sample 1, column 'fare' is NaN", () => predictor.Predict(features, outputs));
        Assert.Equal(2, predictor.Predict(Full(predictor)).Numbers.Count);
    }

    [Fact]
    public void Predict_UnknownCategoryAsOther_IsWhatTheCommandMakesOfIt()
    {
        var run = Runs.Table(folder);
        var file = folder.Write("new.csv", "fare,age,sex,port,class\n1,,men,south,9\n");
        var predictor = Predictor.Load(run, new PredictorOptions { UnknownCategory = UnknownCategory.Other });
        var row = predictor.NewRow().Set("fare", 1).Set("age", null).Set("sex", "men").Set("port", "south").Set("class", 9);
        Assert.Equal(SavedRun.Load(run).Predict(file).Rows[0], predictor.Predict(row).Numbers);
    }

    [Theory]
    [InlineData("encoder.json", "\"mean\": ", "\"mean\": 1")]
    [InlineData("model.safetensors", "", "")]
    public void Load_RunWithAFileThatWasDamaged_IsRefused(string name, string before, string after)
    {
        var run = Runs.Table(folder);
        var path = Path.Combine(run, name);
        if (before.Length > 0)
        {
            File.WriteAllText(path, File.ReadAllText(path).Replace(before, after, StringComparison.Ordinal));
        }
        else
        {
            var bytes = File.ReadAllBytes(path);
            bytes[^2] ^= 1;
            File.WriteAllBytes(path, bytes);
        }

        Assert.Contains(name, Assert.ThrowsAny<DescentException>(() => Predictor.Load(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_WhilePredicting_LosesNoPrediction()
    {
        var (first, second) = (Runs.Table(folder), Runs.Table(folder, "second", seed: 1));
        var predictor = Predictor.Load(first);
        var row = Full(predictor);
        var (before, after) = (predictor.Predict(row).Numbers[0], Predictor.Load(second).Predict(Full(predictor)).Numbers[0]);
        Assert.NotEqual(before, after);
        using var stop = new CancellationTokenSource();
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            var (own, outputs) = (Full(predictor), new double[2]);
            while (!stop.IsCancellationRequested)
            {
                predictor.Predict(own, outputs);
                if (outputs[0] != before && outputs[0] != after)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        for (var i = 0; i < 6; i++)
        {
            predictor.Reload(i % 2 == 0 ? second : first);
        }

        predictor.Reload(second);
        Assert.Equal(after, predictor.Predict(row).Numbers[0]);
        Assert.Contains("other columns", Assert.Throws<DataException>(() => predictor.Reload(Runs.Digits(folder))).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => predictor.Reload(folder.File("nowhere")));
        Assert.Equal(after, predictor.Predict(row).Numbers[0]);
        stop.Cancel();
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Of_ModelInMemory_PredictsOneLogitAsTwoClasses()
    {
        var data = Datasets.Moons(60);
        var model = new Sequential(new Linear(2, 4), new Tanh(), new Linear(4, 1));
        model.Initialize(3);
        var predictor = Predictor.Of(model, new BinaryCrossEntropy(), ArrayEncoder.Of(data));
        var prediction = predictor.Predict([0.5f, -0.25f]);
        var logit = model.Forward(Tensor.From<float>([0.5f, -0.25f], new Shape(1, 2))).Item();
        Assert.Equal(1 / (1 + Math.Exp(-logit)), prediction.Numbers[1], 1e-6);
        Assert.Equal(1, prediction.Numbers.Sum(), 12);
    }

    private static PredictorRow Full(Predictor predictor)
        => predictor.NewRow().Set("fare", 12.5).Set("age", "NA").Set("sex", "female").Set("port", "cher").Set("class", "3");

    private static PredictorRow Filled(PredictorRow row, string[] fields)
        => row.Set("fare", double.Parse(fields[0], CultureInfo.InvariantCulture)).Set("age", fields[1]).Set("sex", fields[2]).Set("port", fields[3])
            .Set("class", double.Parse(fields[4], CultureInfo.InvariantCulture));

    private static void Refused(string column, string text, Action act)
    {
        var error = Assert.Throws<DataException>(act);
        Assert.Equal(column, error.Column);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
