namespace Descent.Tests.Data;

public sealed class CifarFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static byte[] Records(params byte[] labels)
    {
        var content = new byte[labels.Length * 3073];
        for (var i = 0; i < labels.Length; i++)
        {
            content.AsSpan(i * 3073, 3073).Fill((byte)(100 + i));
            content[i * 3073] = labels[i];
        }

        return content;
    }

    [Fact]
    public void Read_TwoFiles_JoinsThem()
    {
        var file = CifarFile.Read(folder.Write("a.bin", Records(3, 9)), folder.WriteGzip("b.bin.gz", Records(0)));
        Assert.Equal([3, 9, 0], file.Labels);
        Assert.Equal(3 * 3072, file.Pixels.Length);
        Assert.Equal([100, 101, 100], new[] { file.Pixels[0], file.Pixels[3072], file.Pixels[^1] });
    }

    [Fact]
    public void Read_Broken_NamesTheRecord()
    {
        string Error(byte[] content) => Assert.Throws<DataException>(() => CifarFile.Read(folder.Write("x.bin", content))).Message;
        Assert.Contains("record 1: label 10", Error(Records(3, 10)), StringComparison.Ordinal);
        Assert.Contains("record 1 ends after 3072 of 3073", Error(Records(3, 4)[..^1]), StringComparison.Ordinal);
        Assert.Contains("empty", Error([]), StringComparison.Ordinal);
        Assert.Throws<DataException>(() => CifarFile.Read(folder.File("none.bin")));
    }
}
