using System.Buffers.Binary;

namespace Descent.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    internal static byte[] Idx(byte[] elements, params int[] dimensions)
    {
        var file = new byte[4 + (4 * dimensions.Length) + elements.Length];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * axis)), dimensions[axis]);
        }

        elements.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }

    private string Error(byte[] content)
    {
        var path = folder.Write("broken", content);
        var message = Assert.Throws<DataException>(() => IdxFile.Read(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        var packed = Assert.Throws<DataException>(() => IdxFile.Read(folder.WriteGzip("broken.gz", content))).Message;
        Assert.Contains("broken.gz", packed, StringComparison.Ordinal);
        return message;
    }

    [Fact]
    public void Read_PlainAndGzipped_GiveTheSame()
    {
        var content = Idx([1, 2, 3, 4, 5, 6], 2, 3);
        foreach (var path in new[] { folder.Write("plain", content), folder.WriteGzip("packed", content) })
        {
            var file = IdxFile.Read(path);
            Assert.Equal([2, 3], file.Dimensions);
            Assert.Equal([1, 2, 3, 4, 5, 6], file.Elements);
        }
    }

    [Fact]
    public void Read_Missing_SaysSo()
        => Assert.Contains(
            "does not exist", Assert.Throws<DataException>(() => IdxFile.Read(folder.File("none"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Broken_SaysWhatWasExpectedAndFound()
    {
        Assert.Contains("ends after 0", Error([]), StringComparison.Ordinal);
        Assert.Contains("not an IDX file", Error("hello world"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("element type 0d", Error([0, 0, 13, 1, 0, 0, 0, 1, 0]), StringComparison.Ordinal);
        Assert.Contains("rank 9", Error([0, 0, 8, 9, 0, 0, 0, 1, 0]), StringComparison.Ordinal);
        Assert.Contains("header is cut off", Error([0, 0, 8, 3, 0, 0, 0, 1, 0]), StringComparison.Ordinal);
        Assert.Contains("2 x 3 = 6 elements", Error(Idx(new byte[5], 2, 3)), StringComparison.Ordinal);
        Assert.Contains("too long", Error(Idx(new byte[7], 2, 3)), StringComparison.Ordinal);
        Assert.Contains("axis 0 has length 0", Error(Idx([], 0, 3)), StringComparison.Ordinal);
        Assert.Contains("axis 1", Error(Idx([], 2_000_000_000, 3)), StringComparison.Ordinal);
        Assert.Contains("length 4294967295", Error(Idx([1], -1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeaderOfGigabytes_AllocatesLittle()
    {
        var path = folder.Write("huge", Idx(new byte[100], 2_000_000_000));
        var packed = folder.WriteGzip("huge.gz", Idx(new byte[100], 2_000_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => IdxFile.Read(path));
        Assert.Throws<DataException>(() => IdxFile.Read(packed));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void Read_DamagedGzip_SaysSo()
    {
        var random = new Random(1);
        var content = new byte[10_000];
        random.NextBytes(content);
        var packed = TemporaryFolder.Gzip(Idx(content, content.Length));
        Assert.Throws<DataException>(() => IdxFile.Read(folder.Write("short.gz", packed[..5000])));
        packed[50] ^= 0xFF;
        packed[5000] ^= 0xFF;
        Assert.Throws<DataException>(() => IdxFile.Read(folder.Write("flipped.gz", packed)));
    }
}
