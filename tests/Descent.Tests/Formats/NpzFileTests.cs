using System.IO.Compression;
using System.Text;
using Descent.Tests.Data;

namespace Descent.Tests.Formats;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, ElementType> Types()
    {
        var data = new TheoryData<string, ElementType>();
        foreach (var order in new[] { "little-", "big-" })
        {
            foreach (var type in new[] { "i2", "i4", "i8", "u2", "u4", "u8" })
            {
                data.Add(order + type, ElementType.Int32);
            }

            data.Add(order + "f2", ElementType.Float32);
            data.Add(order + "f4", ElementType.Float32);
            data.Add(order + "f8", ElementType.Float64);
        }

        data.Add("i1", ElementType.Int32);
        data.Add("u1", ElementType.Int32);
        return data;
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Read_EveryTypeOfNumPy_HasItsValues(string name, ElementType type)
    {
        var tensor = NpzFile.Open(Sample.Path("numpy-types.npz")).Read(name);
        var sign = name.Contains('u', StringComparison.Ordinal) ? 1 : -1;
        Assert.Equal((type, new Shape(2, 3)), (tensor.Type, tensor.Shape));
        Assert.Equal([0, 1, 2, sign * 3, 4, 100], tensor.ToDoubles());
    }

    [Fact]
    public void Read_OtherArraysOfNumPy_HaveTheirShapes()
    {
        var all = NpzFile.Open(Sample.Path("numpy-types.npz")).ReadAll();
        Assert.Equal([0, 1, 1, 0, 1, 1], all["bool"].ToArray<int>());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), all["fortran"].ToArray<float>());
        Assert.Equal(new Shape(2, 3, 4), all["fortran"].Shape);
        Assert.Equal(2.5, all["scalar"].Item());
        Assert.Equal(new Shape(0, 4), all["empty"].Shape);
        Assert.Equal([0f, 1f, 2f], all["vector"].ToArray<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_WhatWasWritten_IsTheSame(bool compress)
    {
        var path = folder.File("a.npz");
        NpzFile.Write(path, [new("b", Tensor.Zeros(new Shape(300, 100))), new("folder/a", Tensor.From([1, 2, 3]))], compress);
        var file = NpzFile.Open(path);
        Assert.Equal(["b", "folder/a"], file.Names);
        Assert.Equal(new Shape(300, 100), file.Read("b").Shape);
        Assert.Equal([1, 2, 3], file.Read("folder/a").ToArray<int>());
        Assert.Equal(compress, new FileInfo(path).Length < 10_000);
    }

    [Fact]
    public void Read_UnknownName_SaysWhatIsThere()
    {
        var error = Assert.Throws<DataException>(() => NpzFile.Open(Sample.Path("numpy-stored.npz")).Read("z"));
        Assert.Contains("it has x, y", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameNameTwice_IsRefused()
        => Assert.Throws<DataException>(() => NpzFile.Write(folder.File("a.npz"), [new("a", Tensor.Scalar(1)), new("a", Tensor.Scalar(2))]));

    [Fact]
    public void Read_WholeNumberBeyond32Bits_IsRefusedByValue()
    {
        var head = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.Latin1.GetBytes(head), 0, 0, 0, 0, 1, 0, 0, 0];
        var error = Assert.Throws<DataException>(() => NpyFile.Read(folder.Write("a.npy", bytes)));
        Assert.Contains("4294967296", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesThatWereFlipped_AreFoundByTheChecksum()
    {
        var bytes = Sample.Bytes("numpy-stored.npz");
        var at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(0.2f));
        bytes[at] ^= 1;
        var error = Assert.Throws<DataException>(() => NpzFile.Open(folder.Write("a.npz", bytes)).Read("x"));
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EntryThatUnpacksToMoreThanItSays_IsRefusedWithoutMemory()
    {
        var path = folder.File("bomb.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
            NpyFile.Write(entry, Tensor.From([1f]));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
            {
                entry.Write(zeros);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => NpzFile.Open(path).Read("x"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void Open_DeclaredLengthThatCannotBe_IsRefused()
    {
        var bytes = Sample.Bytes("numpy-stored.npz");
        var directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 2_000_000_000);
        var error = Assert.Throws<DataException>(() => NpzFile.Open(folder.Write("a.npz", bytes)));
        Assert.Contains("2000000000", error.Message, StringComparison.Ordinal);
    }
}
