using System.IO.Compression;
using System.Text;
using Descent.Kernels;
using Descent.Tests.Data;

namespace Descent.Tests.Training;

public sealed class ArrayDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Save(params KeyValuePair<string, Tensor>[] arrays)
    {
        NpzFile.Write(folder.File("data.npz"), arrays);
        return folder.File("data.npz");
    }

    private TrainingData Load(params KeyValuePair<string, Tensor>[] arrays) => DataSource.Load(new Recipe { Source = Save(arrays) });

    private string Refused(params KeyValuePair<string, Tensor>[] arrays) => Assert.Throws<DataException>(() => Load(arrays)).Message;

    private static Tensor Rows(int count) => Tensor.Normal(new Shape(count, 3), new RandomKey(1));

    private static Tensor Classes(int count, int classes) => Tensor.From(Enumerable.Range(0, count).Select(i => i % classes).ToArray());

    private string SaveBytes(Shape shape)
    {
        using var archive = ZipFile.Open(folder.File("bytes.npz"), ZipArchiveMode.Create);
        Write("images", shape, Enumerable.Range(0, shape.Count).Select(i => (byte)(i % 251)).ToArray());
        Write("labels", new Shape(shape[0]), [.. Enumerable.Range(0, shape[0]).Select(i => (byte)(i % 2))]);
        return folder.File("bytes.npz");

        void Write(string name, Shape of, byte[] values)
        {
            var head = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", of)},), }}";
            using var entry = archive.CreateEntry(name + ".npy").Open();
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.Latin1.GetBytes(head), .. values]);
        }
    }

    [Fact]
    public void Load_RowsAndWholeNumbers_AreClasses()
    {
        var data = Load(new("X", Rows(100)), new("y", Classes(100, 4)));
        Assert.Equal((TaskKind.Classification, 4), (data.Split.Train.Task, data.Split.Train.ClassCount));
        Assert.Equal(100, data.Split.Train.Count + data.Split.Test.Count + data.Split.Validation!.Count);
        Assert.Equal(0, Enumerable.Range(0, data.Split.Train.Count).Average(row => data.Split.Train.Input(row)[0]), 5);
    }

    [Fact]
    public void Load_FloatingTargets_AreValues()
    {
        var data = Load(new("inputs", Rows(50)), new("targets", Tensor.Normal(new Shape(50, 1), new RandomKey(2))));
        Assert.Equal((TaskKind.Regression, "targets"), (data.Split.Train.Task, data.Split.Train.TargetNames[0]));
    }

    [Fact]
    public void Load_OwnTestPart_IsTaken()
    {
        var data = Load(
            new("x_train", Rows(40)), new("y_train", Classes(40, 2)), new("x_test", Rows(7)), new("y_test", Classes(7, 2)),
            new("val_images", Rows(5)), new("val_labels", Classes(5, 2)));
        Assert.Equal((40, 7, 5), (data.Split.Train.Count, data.Split.Test.Count, data.Split.Validation!.Count));
    }

    [Theory]
    [InlineData(new[] { 20, 6, 5, 3 }, new[] { 3, 6, 5 })]
    [InlineData(new[] { 20, 3, 4, 5 }, new[] { 3, 4, 5 })]
    [InlineData(new[] { 20, 4, 5 }, new[] { 1, 4, 5 })]
    public void Load_Bytes_AreImagesWithTheirChannelsFirst(int[] stored, int[] expected)
    {
        var recipe = new Recipe { Source = SaveBytes(new Shape(stored)), Scale = "none", ValidationFraction = 0, TestFraction = 0.1 };
        var train = DataSource.Load(recipe).Split.Train;
        Assert.Equal(new Shape(expected), train.ImageShape);
        var isChannelsLast = stored is [_, _, _, 3];
        Assert.Equal(isChannelsLast ? [0, 3, 6] : [0f, 1, 2], train.Input(0)[..3]);
    }

    [Fact]
    public void Load_NamesThatAreNotKnown_SaysWhatIsThere()
    {
        Assert.Contains("It has a, b.", Refused(new("a", Rows(9)), new("b", Rows(9))), StringComparison.Ordinal);
        Assert.Contains("'x' and 'images'", Refused(new("x", Rows(9)), new("images", Rows(9)), new("y", Classes(9, 2))), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ArraysThatDoNotFit_AreRefused()
    {
        Assert.Contains("9 samples", Refused(new("x", Rows(9)), new("y", Classes(8, 2))), StringComparison.Ordinal);
        Assert.Contains("[9, 2]", Refused(new("x", Rows(9)), new("y", Tensor.Zeros(new Shape(9, 2)))), StringComparison.Ordinal);
        Assert.Contains("-1 is no class", Refused(new("x", Rows(2)), new("y", Tensor.From([0, -1]))), StringComparison.Ordinal);
        Assert.Contains("2000000000 is no class", Refused(new("x", Rows(2)), new("y", Tensor.From([0, 2_000_000_000]))), StringComparison.Ordinal);
        Assert.Contains(
            "class 2",
            Refused(new("x", Rows(9)), new("y", Classes(9, 2)), new("x_test", Rows(9)), new("y_test", Classes(9, 3))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneArrayAlone_SaysHowToSaveTwo()
    {
        NpyFile.Write(folder.File("a.npy"), Rows(3));
        var error = Assert.Throws<DataException>(() => DataSource.Load(new Recipe { Source = folder.File("a.npy") }));
        Assert.Contains("savez", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_OnArrays_TrainsEvaluatesAndPredicts()
    {
        var recipe = new Recipe { Source = Save(new("x", Rows(60)), new("y", Classes(60, 3))), Model = "linear 3", Epochs = 1 };
        TrainingSession.Create(recipe, folder.File("run")).Run();
        var saved = SavedRun.Load(folder.File("run"));
        Assert.InRange(saved.Evaluate().Metrics["accuracy"], 0, 1);
        NpzFile.Write(folder.File("new.npz"), [new("x", Rows(5))]);
        Assert.Equal(5, saved.Predict(folder.File("new.npz")).Rows.Count);
    }

    [Fact]
    public void Evaluate_OnArrays_MeasuresThemAsTheRunsOwnTestPart()
    {
        KeyValuePair<string, Tensor>[] test = [new("x", Rows(20)), new("y", Classes(20, 3))];
        var recipe = new Recipe
        {
            Source = Save(new("x", Rows(60)), new("y", Classes(60, 3)), new("x_test", Rows(20)), new("y_test", Classes(20, 3))),
            Model = "linear 3",
            Epochs = 1,
        };
        TrainingSession.Create(recipe, folder.File("run")).Run();
        var saved = SavedRun.Load(folder.File("run"));
        var own = saved.Evaluate();
        NpzFile.Write(folder.File("new.npz"), test);
        var measured = saved.Evaluate(folder.File("new.npz"));
        Assert.Equal(own.Loss, measured.Loss);
        Assert.Equal(own.Metrics, measured.Metrics);
        Assert.Equal(own.Loss, saved.Evaluate(folder.File("data.npz")).Loss);

        // The same as a table: the target last.
        var (x, y) = (test[0].Value.ToDoubles().Chunk(test[0].Value.Shape[1]).ToArray(), test[1].Value.ToDoubles());
        var lines = x.Zip(y, (row, label) => string.Join(',', row.Append(label).Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        var csv = folder.Write("new.csv", string.Join('\n', lines.Prepend(string.Join(',', x[0].Select((_, i) => $"f{i}").Append("kind")))));
        Assert.Equal(own.Loss, saved.Evaluate(csv).Loss, 1e-6);
        NpzFile.Write(folder.File("wrong.npz"), [new("x", Rows(5)), new("y", Classes(5, 9))]);
        Assert.Contains("does not have", Assert.Throws<DataException>(() => saved.Evaluate(folder.File("wrong.npz"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_OnANamedDataSet_TakesItsTestPart()
    {
        TrainingSession.Create(new Recipe { Source = "digits", Model = "flatten, linear 10", Epochs = 1, BatchSize = 512 }, folder.File("run")).Run();
        var saved = SavedRun.Load(folder.File("run"));
        Assert.Equal(saved.Evaluate().Loss, saved.Evaluate("digits").Loss);
        Assert.Equal(Datasets.Digits().Test.Count, saved.Predict("digits").Rows.Count);
        Assert.Contains("other classes", Assert.Throws<DataException>(() => saved.Evaluate("iris")).Message, StringComparison.Ordinal);
    }
}
