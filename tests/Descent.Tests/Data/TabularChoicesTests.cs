namespace Descent.Tests.Data;

/// <summary>What a table's owner may choose about its rows and numbers.</summary>
public class TabularChoicesTests
{
    private static readonly CsvTable Table = CsvTable.Parse("a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{1000 + (i % 20)},{i % 20 * 3},{2 * (i % 20)}\n")));

    [Fact]
    public void Prepare_InputsNotStandardised_ArePassedOnAsTheyAre()
    {
        var data = TabularData.Prepare(Table, options: new TabularOptions { Task = TaskKind.Regression, StandardizeInputs = false });
        var line = data.Split.Train.Lines![0];
        Assert.Equal([1000 + ((line - 2) % 20), (line - 2) % 20 * 3], data.Split.Train.Input(0));
        var again = TabularEncoder.FromJson(data.Encoder.ToJson());
        Assert.Equal(data.Encoder.EncodeInputs(Table), again.EncodeInputs(Table));
    }

    [Fact]
    public void Prepare_DropDuplicates_KeepsEachRowOnce()
    {
        var data = TabularData.Prepare(Table, options: new TabularOptions { Task = TaskKind.Regression, DropDuplicates = true });
        int[] lines = [.. data.Split.Train.Lines!, .. data.Split.Test.Lines!];
        Assert.Equal(Enumerable.Range(2, 20), lines.Order());
    }

    [Fact]
    public void Prepare_Exclude_TakesLinesOutOfTheTrainingPartAlone()
    {
        var whole = TabularData.Prepare(Table, options: new TabularOptions { Task = TaskKind.Regression });
        var some = TabularData.Prepare(Table, options: new TabularOptions { Task = TaskKind.Regression, Exclude = [.. Enumerable.Range(2, 10)] });
        Assert.Equal(whole.Split.Train.Lines!.Where(line => line >= 12), some.Split.Train.Lines!);
        Assert.Equal(whole.Split.Test.Lines!, some.Split.Test.Lines!);
        Assert.Throws<DataException>(() => TabularData.Prepare(Table, options: new TabularOptions { Task = TaskKind.Regression, Exclude = [.. Enumerable.Range(2, 40)] }));
    }
}
