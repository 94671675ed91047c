using System.Globalization;

namespace Descent.Tests.Data;

public sealed class TabularDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CsvTable Table(int rows, string header, Func<int, string> row)
        => CsvTable.Parse(header + "\n" + string.Join('\n', Enumerable.Range(0, rows).Select(row)), null, "file.csv");

    private static string Error(CsvTable table, TabularOptions? options = null)
        => Assert.Throws<DataException>(() => TabularData.Prepare(table, null, options)).Message;

    [Fact]
    public void Prepare_NumbersAndCategories_AreEncodedByTheTrainingPart()
    {
        var table = Table(
            200,
            "age,colour,class",
            i => $"{(i % 5 == 0 ? "" : i)},{(i % 7 == 0 ? "NA" : i % 2 == 0 ? "red" : "blue")},{(i % 3 == 0 ? "yes" : "no")}");
        var data = TabularData.Prepare(table, null, new TabularOptions { Seed = 3, ValidationFraction = 0.1 });
        var (train, test, validation) = data.Split;
        Assert.Equal(
            ["age", "age missing", "colour = blue", "colour = red", "colour = other", "colour missing"], data.Encoder.FeatureNames);
        Assert.Equal(new Shape(6), train.InputShape);
        Assert.Equal(["no", "yes"], train.ClassNames);
        Assert.Equal(200, train.Count + test.Count + validation!.Count);
        Assert.Equal((40, 20), (test.Count, validation.Count));
        Assert.Equal(0, Enumerable.Range(0, train.Count).Average(row => train.Input(row)[0]), 1e-5);
        Assert.Contains("target 'class' has 2 classes: no, yes", data.Report.Sentences);
        for (var row = 0; row < train.Count; row++)
        {
            var input = train.Input(row);
            Assert.True(input[1] == 0 || input[0] == 0);
            Assert.Equal(1, input[2..].Sum());
        }
    }

    [Fact]
    public void Prepare_Regression_IsStandardisedAndDecoded()
    {
        var table = Table(100, "x,y", i => FormattableString.Invariant($"{i * 0.5},{(i * 1000.0) + 0.25}"));
        var data = TabularData.Prepare(table);
        Assert.Equal(TaskKind.Regression, data.Split.Train.Task);
        var values = data.Split.Train.Values.ToArray();
        Assert.Equal(0, values.Average(), 1e-5);
        Assert.Equal(1, values.Average(value => value * value), 1e-5);
        var all = data.Encoder.Encode(table);
        Assert.Equal(99_000.25, data.Encoder.Target.Decode(all.Values[99]), 0.05);
    }

    [Theory]
    [InlineData("survived", TaskKind.Classification)]
    [InlineData("quality", TaskKind.Classification)]
    [InlineData("price", TaskKind.Regression)]
    [InlineData("count", TaskKind.Regression)]
    [InlineData("4", TaskKind.Regression)]
    [InlineData("last", TaskKind.Classification)]
    public void Prepare_Task_IsInferredFromTheTarget(string target, TaskKind expected)
    {
        var table = Table(
            300, "survived,quality,price,count,kind", i => FormattableString.Invariant($"{i % 2},{3 + (i % 6)},{i / 7.0},{i},k{i % 3}"));
        Assert.Equal(expected, TabularData.Prepare(table, null, new TabularOptions { Target = target }).Split.Train.Task);
    }

    [Fact]
    public void Prepare_TaskForced_IsObeyed()
    {
        var table = Table(300, "x,quality,kind", i => $"{i},{3 + (i % 6)},k{i % 3}");
        Assert.Equal(TaskKind.Regression, TabularData.Prepare(
            table, null, new TabularOptions { Target = "quality", Task = TaskKind.Regression }).Split.Train.Task);
        Assert.Contains("texts such as 'k0'", Error(table, new TabularOptions { Task = TaskKind.Regression }), StringComparison.Ordinal);
        Assert.Contains("300 different values", Error(
            table, new TabularOptions { Target = "x", Task = TaskKind.Classification }), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_UselessColumns_AreIgnoredWithAReason()
    {
        var table = Table(
            200,
            "id,name,fixed,empty,cabin,x,class",
            i => $"{i},person {i},7,,{(i % 2 == 0 ? $"C{i}" : "")},{i % 13},{(i % 2 == 0 ? "a" : "b")}");
        var data = TabularData.Prepare(table);
        Assert.Equal(["id", "name", "fixed", "empty"], data.Report.Ignored.Select(column => column.Name));
        Assert.Equal(["cabin present", "x"], data.Encoder.FeatureNames);
        Assert.Contains(data.Report.Sentences, sentence => sentence.StartsWith("'name' is ignored: it has", StringComparison.Ordinal));
        Assert.Contains("no column is left", Error(table, new TabularOptions { Features = ["name", "fixed"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_Targets_ThatCannotBeLearnt_AreRefused()
    {
        var table = Table(60, "height,one,none,class", i => $"{i % 9},same,,{(i % 2 == 0 ? "a" : "b")}");
        Assert.Contains("'height'", Error(table, new TabularOptions { Target = "hieght" }), StringComparison.Ordinal);
        Assert.Contains("'same' in all 60 rows", Error(table, new TabularOptions { Target = "one" }), StringComparison.Ordinal);
        Assert.Contains("no values", Error(table, new TabularOptions { Target = "none" }), StringComparison.Ordinal);
        Assert.Contains("target and cannot", Error(table, new TabularOptions { Features = ["class"] }), StringComparison.Ordinal);
        Assert.Contains("nothing to test on", Error(table, new TabularOptions { TestFraction = 0 }), StringComparison.Ordinal);
        var constant = Table(60, "x,y", i => $"{i},5.5");
        Assert.Contains("5.5 in all rows", Error(constant, new TabularOptions { Task = TaskKind.Regression }), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_RowsWithoutTarget_AreDroppedAndCounted()
    {
        var data = TabularData.Prepare(Table(100, "x,class", i => $"{i},{(i % 10 == 0 ? "?" : i % 2 == 0 ? "a" : "b")}"));
        Assert.Equal(10, data.Report.DroppedRows);
        Assert.Contains("10 rows without a value of 'class' are left out", data.Report.Sentences);
    }

    [Fact]
    public void Prepare_TextAmongNumbers_IsRefusedWithRemedy()
    {
        var table = Table(50, "x,z,class", i => $"{(i == 17 ? "abc" : i)},{i % 5},{(i % 2 == 0 ? "a" : "b")}");
        var error = Error(table);
        Assert.Contains("file.csv, line 19, column 'x': 'abc'", error, StringComparison.Ordinal);
        Assert.Contains("--missing", error, StringComparison.Ordinal);
        Assert.Equal(["z"], TabularData.Prepare(table, null, new TabularOptions { Ignore = ["x"] }).Encoder.FeatureNames);
        Assert.Contains("line 19", Error(table, new TabularOptions { Target = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_NumbersAsCategories_AreOneHot()
    {
        var data = TabularData.Prepare(
            Table(90, "pclass,class", i => $"{1 + (i % 3)},{(i % 2 == 0 ? "a" : "b")}"),
            null,
            new TabularOptions { Categorical = ["pclass"] });
        Assert.Equal(["pclass = 1", "pclass = 2", "pclass = 3", "pclass = other"], data.Encoder.FeatureNames);
    }

    [Fact]
    public void Load_TestFile_IsReadLikeTheTrainingFile()
    {
        var train = folder.Write("train.csv", string.Join(
            '\n', Enumerable.Range(0, 40).Select(i => $"{i}, {(i % 2 == 0 ? "red" : "blue")}, {(i % 2 == 0 ? "<=50K" : ">50K")}")));
        var test = folder.Write("test.csv", "5, green, >50K.\n600, red, <=50K.\n");
        var data = TabularData.Load(train, null, new TabularOptions { TestPath = test, ValidationFraction = 0 });
        Assert.Equal(40, data.Split.Train.Count);
        Assert.Equal([1, 0], data.Split.Test.Labels.ToArray());
        Assert.Equal([0, 0, 1], data.Split.Test.Input(0)[1..]);
        var error = Assert.Throws<DataException>(
            () => data.Encoder.Encode(CsvTable.Parse("5,red,>60K\n", new CsvOptions { Header = CsvHeader.None })));
        Assert.Contains("line 1: target '3' is '>60K'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'>50K'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoder_FileWithoutTarget_CanBePredicted()
    {
        var table = Table(50, "x,colour,class", i => $"{i},{(i % 2 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "a" : "b")}");
        var encoder = TabularData.Prepare(table).Encoder;
        var inputs = encoder.EncodeInputs(CsvTable.Parse("colour,extra,x\nred,1,1e30\ngreen,2,\n"));
        Assert.Equal(2 * encoder.FeatureCount, inputs.Length);
        Assert.Equal(100f, inputs[0]);
        Assert.Equal([0f, 0f, 0f, 1f], inputs[4..]);
        var error = Assert.Throws<DataException>(() => encoder.EncodeInputs(CsvTable.Parse("xx,colour\n1,red\n")));
        Assert.Contains("no column 'x'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataException>(() => encoder.EncodeInputs(CsvTable.Parse("x,colour\n1,red\nmany,red\n")));
        Assert.Contains("line 3, column 'x': 'many'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoder_Json_RoundTripsAndRefusesDamage()
    {
        var table = Table(
            50,
            "x,colour,class",
            i => $"{(i % 9 == 0 ? "" : i.ToString(CultureInfo.InvariantCulture))},{(i % 2 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "a" : "b")}");
        var encoder = TabularData.Prepare(table).Encoder;
        var json = encoder.ToJson();
        var read = TabularEncoder.FromJson(json);
        Assert.Equal(json, read.ToJson());
        Assert.Equal(encoder.EncodeInputs(table), read.EncodeInputs(table));
        Assert.Throws<DataException>(() => TabularEncoder.FromJson(json[..^10]));
        Assert.Throws<DataException>(() => TabularEncoder.FromJson("null"));
        Assert.Throws<DataException>(() => TabularEncoder.FromJson("{}"));
        Assert.Throws<DataException>(
            () => TabularEncoder.FromJson(json.Replace("\"standardDeviation\": 1", "\"standardDeviation\": 0", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("adult/adult.data", "last", 2, 115)]
    [InlineData("automobile/imports-85.csv", "last", 0, 84)]
    [InlineData("breast-cancer-wisconsin/wdbc.csv", "diagnosis", 2, 30)]
    [InlineData("california-housing/housing.csv", "median_house_value", 0, 15)]
    [InlineData("diabetes/diabetes.csv", "progression", 0, 10)]
    [InlineData("digits/digits.csv.gz", "last", 10, 61)]
    [InlineData("iris/iris.csv", "species", 3, 4)]
    [InlineData("penguins/penguins.csv", "species", 3, 17)]
    [InlineData("titanic/titanic.csv", "survived", 2, 15)]
    [InlineData("wine/wine.csv", "cultivar", 3, 13)]
    [InlineData("wine-quality/winequality-red.csv", "last", 6, 11)]
    [InlineData("wine-quality/winequality-white.csv", "last", 7, 11)]
    public void Load_RealFiles_AreEncoded(string file, string target, int classes, int features)
    {
        var data = TabularData.Load(SharedData.Require(file.Split('/')), null, new TabularOptions { Target = target, ValidationFraction = 0.1 });
        Assert.Equal(classes, data.Split.Train.ClassCount);
        Assert.True(features == data.Encoder.FeatureCount, $"{data.Encoder.FeatureCount}: {string.Join('\n', data.Report.Sentences)}");
    }

    [Fact]
    public void Prepare_NumbersWithADecimalComma_AreRefusedWithTheRemedy()
    {
        var table = Table(60, "x;c", i => $"{(i == 0 ? "3" : $"{i},5")};{(i % 2 == 0 ? "a" : "b")}");
        Assert.StartsWith("file.csv, line 3, column 'x': '1,5' has a comma in a number. Write it with a point, as 1.5", Error(table), StringComparison.Ordinal);
        var texts = Table(60, "x;c", i => $"{(i % 2 == 0 ? "1,5" : "Rome, Italy")};{(i % 2 == 0 ? "a" : "b")}");
        Assert.Equal(2, TabularData.Prepare(texts).Encoder.Columns[0].Categories.Count);
    }

    [Fact]
    public void Prepare_TargetThatIsToBeIgnored_IsRefused()
        => Assert.Contains(
            "'c' is the target and cannot be ignored",
            Error(Table(60, "x,c", i => $"{i},{i % 2}"), new TabularOptions { Ignore = ["c"] }),
            StringComparison.Ordinal);

    [Fact]
    public void Prepare_TargetTooLargeToMeasure_IsRefusedByName()
        => Assert.Contains(
            "file.csv: the numbers of target 'y' are too large",
            Error(Table(60, "x,y", i => $"{i},{i}.5e200")),
            StringComparison.Ordinal);
}
