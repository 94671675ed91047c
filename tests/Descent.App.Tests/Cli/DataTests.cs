namespace Descent.App.Tests.Cli;

public sealed class DataTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Info_Table_TellsColumnsAndRoles()
    {
        var info = place.Run("data", "info", place.WriteClasses(), "--json").Expect(0).Json.Single();
        Assert.Equal(120, info.GetProperty("rows").GetInt32());
        var columns = info.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        Assert.Equal("number", columns["width"].GetProperty("type").GetString());
        Assert.Equal("category", columns["colour"].GetProperty("type").GetString());
        Assert.Equal(2, columns["colour"].GetProperty("distinct").GetInt32());
        Assert.Equal("used", columns["width"].GetProperty("role").GetString());
        Assert.Equal("target", columns["kind"].GetProperty("role").GetString());
        Assert.Equal("classification", info.GetProperty("task").GetString());
    }

    [Fact]
    public void Info_TableThatCannotBeTrainedOn_SaysWhy()
    {
        var text = place.Run("data", "info", place.Write("one.csv", "a,y\n1,x\n2,x\n3,x\n")).Expect(0).Output;
        Assert.Contains("It cannot be trained on as it is", text, StringComparison.Ordinal);
        Assert.Contains("nothing to tell apart", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_BuiltIn_TellsSamplesAndClasses()
    {
        var text = place.Run("data", "info", "digits").Expect(0).Output;
        Assert.Contains("an image [1, 8, 8]", text, StringComparison.Ordinal);
        Assert.Contains("10 classes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_DataThatIsNotThere_TellsHowToGetIt()
    {
        var error = place.Run("data", "info", "mnist", "--data-dir", "nowhere").Expect(2).Error;
        Assert.Contains("descent data get mnist", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_FromAMirrorThatIsNotThere_FailsAndNamesIt()
    {
        var error = place.Run("data", "get", "mnist", "--data-dir", "data", "--mirror", "http://127.0.0.1:9/mnist").Expect(1).Error;
        Assert.Contains("http://127.0.0.1:9/mnist/train-images", error, StringComparison.Ordinal);
    }
}
