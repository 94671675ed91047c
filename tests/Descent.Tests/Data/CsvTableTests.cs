using System.Text;

namespace Descent.Tests.Data;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Error(string text, CsvOptions? options = null)
        => Assert.Throws<DataException>(() => CsvTable.Parse(text, options, "file.csv")).Message;

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", ",")]
    [InlineData("a;b\n1,5;x\n2,5;y\n", ";")]
    [InlineData("a\tb\n1\tx y\n2\ty z\n", "\t")]
    [InlineData("a|b\n1|x\n2|y\n", "|")]
    [InlineData("  a   b\n1 x\n 2\ty\n", "whitespace")]
    [InlineData("a, b\n1, x\n2, y", ",")]
    [InlineData("a,b\n1,\"x;y;z\"\n2,\"u;v;w\"\n", ",")]
    [InlineData("a\n1\n2\n", ",")]
    public void Parse_Delimiter_IsInferred(string text, string delimiter)
    {
        var table = CsvTable.Parse(text);
        Assert.Equal(delimiter, table.Delimiter);
        Assert.True(table.HasHeader);
        Assert.Equal(2, table.RowCount);
        Assert.Equal("a", table.Columns[0].Name);
    }

    [Fact]
    public void Parse_QuotesLineEndsAndBlanks_AreUnderstood()
    {
        var table = CsvTable.Parse("name, note ,n\r\n\"Braund, Mr. \"\"O\"\"\", \"two\r\nlines\" , 1\r\n\r\nplain,x 5\" disk,2");
        Assert.Equal(["name", "note", "n"], table.Columns.Select(column => column.Name));
        Assert.Equal("Braund, Mr. \"O\"", table.Columns[0].Texts[0]);
        Assert.Equal("two\r\nlines", table.Columns[1].Texts[0]);
        Assert.Equal("x 5\" disk", table.Columns[1].Texts[1]);
        Assert.Equal([1.0, 2.0], table.Columns[2].Numbers);
        Assert.Equal(2, table.Line(0));
        Assert.Equal(5, table.Line(1));
    }

    [Fact]
    public void Load_ByteOrderMarkAndGzip_AreRead()
    {
        byte[] content = [0xEF, 0xBB, 0xBF, .. "höhe,b\n1,2\n"u8];
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("höhe,b\n1,2\n")];
        foreach (var path in new[] { folder.Write("a.csv", content), folder.WriteGzip("a.csv.gz", content), folder.Write("u.csv", wide) })
        {
            var table = CsvTable.Load(path);
            Assert.Equal("höhe", table.Columns[0].Name);
            Assert.Equal(Path.GetFileName(path), table.File);
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", true)]
    [InlineData("1,2\n3,4\n", false)]
    [InlineData("a,b,c\n1,x,?\n3,y,4\n", true)]
    [InlineData("x,1,a\ny,2,b\nx,3,a\n", false)]
    [InlineData("colour,shape\nred,round\nred,square\n", true)]
    [InlineData("red,round\nred,square\n", false)]
    [InlineData("?,2\n1,4\n", false)]
    [InlineData("a,b\n", true)]
    public void Parse_HeaderAuto_LooksAtTheRowsBelow(string text, bool expected)
    {
        if (text == "a,b\n")
        {
            Assert.Contains("header and no rows", Error(text), StringComparison.Ordinal);
            return;
        }

        var table = CsvTable.Parse(text);
        Assert.Equal(expected, table.HasHeader);
        if (!expected)
        {
            Assert.Equal(["1", "2"], table.Columns.Take(2).Select(column => column.Name));
        }
    }

    [Fact]
    public void Parse_HeaderGiven_IsObeyed()
    {
        Assert.Equal("1", CsvTable.Parse("1,2\n3,4\n", new CsvOptions { Header = CsvHeader.Yes }).Columns[0].Name);
        Assert.Equal(3, CsvTable.Parse("a,b\n1,2\n3,4\n", new CsvOptions { Header = CsvHeader.None }).RowCount);
    }

    [Fact]
    public void Parse_RaggedRow_NamesFileAndLine()
        => Assert.StartsWith(
            "file.csv, line 4: 4 fields, the header has 5.", Error("a,b,c,d,e\n1,2,3,4,5\n\n1,2,3,4\n"), StringComparison.Ordinal);

    [Fact]
    public void Parse_Malformed_IsRefused()
    {
        Assert.Contains("empty", Error(""), StringComparison.Ordinal);
        Assert.Contains("empty", Error("\n\n"), StringComparison.Ordinal);
        Assert.Contains("line 3: a double quote is opened", Error("a,b\n1,2\n1,\"x\n3,4\n5,6\n"), StringComparison.Ordinal);
        Assert.Contains("both called 'a'", Error("a,b,a\n1,2,3\n"), StringComparison.Ordinal);
        Assert.Contains("delimiter", Assert.Throws<DataException>(
            () => CsvTable.Load(
                folder.Write("d.csv", "a,b\n1,2\n"), new CsvOptions { Delimiter = "ab" })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "does not exist", Assert.Throws<DataException>(() => CsvTable.Load(folder.File("none.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("'height'", Assert.Throws<DataException>(
            () => CsvTable.Parse("height,b\n1,2\n").Column("hieght")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Missing_IsRecognisedAndReplaceable()
    {
        const string Text = "a,b\n1,x\nNA,\n?,null\nn/a,-\n,z\n5,y\n";
        var table = CsvTable.Parse(Text);
        Assert.Equal((4, ColumnKind.Numeric), (table.Columns[0].MissingCount, table.Columns[0].Kind));
        Assert.Equal((2, ColumnKind.Categorical), (table.Columns[1].MissingCount, table.Columns[1].Kind));
        Assert.Equal(2, CsvTable.Parse(Text, new CsvOptions { Missing = ["-"] }).Columns[1].MissingCount);
    }

    [Fact]
    public void Column_NotFinite_IsNoticed()
    {
        var column = CsvTable.Parse("a\n1\ninf\n-Infinity\n1e999\nNaN\n2\n").Columns[0];
        Assert.Equal((ColumnKind.Numeric, new StrayText(3, "inf", 4)), (column.Kind, column.NonFinite));
        Assert.Equal(1, CsvTable.Parse("a\n1\nnan\n", new CsvOptions { Missing = ["NaN"] }).Columns[0].MissingCount);
    }

    [Fact]
    public void Column_TextAmongNumbers_IsNoticed()
    {
        CsvColumn Column(params IEnumerable<string> values) => CsvTable.Parse("v\n" + string.Join('\n', values) + "\n").Columns[0];
        Assert.Equal(new StrayText(4, "abc", 1), Column("1", "2", "abc", "4").Stray);
        Assert.NotNull(Column(Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? "unknown" : $"{i}")).Stray);
        Assert.Null(Column(Enumerable.Range(0, 100).Select(i => i % 10 < 9 ? $"{i % 3}" : "3+")).Stray);
        Assert.Null(Column("x", "y", "1", "z").Stray);
        Assert.Null(Column("1", "2", "3").Stray);
    }

    [SkippableTheory]
    [InlineData("adult/adult.data", false, 32561, 15)]
    [InlineData("adult/adult.test", false, 16281, 15)]
    [InlineData("airline-passengers/airline-passengers.csv", true, 144, 2)]
    [InlineData("automobile/imports-85.csv", false, 201, 26)]
    [InlineData("breast-cancer-wisconsin/wdbc.csv", true, 569, 31)]
    [InlineData("california-housing/housing.csv", true, 20640, 10)]
    [InlineData("daily-min-temperatures/daily-min-temperatures.csv", true, 3650, 2)]
    [InlineData("diabetes/diabetes.csv", true, 442, 11)]
    [InlineData("digits/digits.csv.gz", false, 1797, 65)]
    [InlineData("iris/iris.csv", true, 150, 5)]
    [InlineData("penguins/penguins.csv", true, 344, 8)]
    [InlineData("titanic/titanic.csv", true, 891, 11)]
    [InlineData("wine/wine.csv", true, 178, 14)]
    [InlineData("wine-quality/winequality-red.csv", false, 1599, 12)]
    [InlineData("wine-quality/winequality-white.csv", false, 4898, 12)]
    public void Load_RealFiles_AreUnderstood(string file, bool header, int rows, int columns)
    {
        var table = CsvTable.Load(SharedData.Require(file.Split('/')));
        Assert.Equal((header, rows, columns, ","), (table.HasHeader, table.RowCount, table.Columns.Count, table.Delimiter));
        Assert.DoesNotContain(table.Columns, column => column.Stray is not null);
    }

    [Fact]
    public void Parse_DelimiterAtTheEndOfEveryLine_MakesNoColumn()
    {
        var table = CsvTable.Parse("a,b,\n1,2,\n3,4,\n");
        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal(3, CsvTable.Parse("a,b,c\n1,2,\n3,4,\n").Columns.Count);
    }

    [Fact]
    public void Load_TextThatIsNotUtf8_IsRefused()
    {
        var path = folder.Write("latin.csv", Encoding.Latin1.GetBytes("größe,b\n1,2\n"));
        Assert.Contains("not text in UTF-8", Assert.Throws<DataException>(() => CsvTable.Load(path)).Message, StringComparison.Ordinal);
    }
}
