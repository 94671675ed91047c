using System.Text;
using Descent.Tests.Data;

namespace Descent.Tests.Formats;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("numpy-1.npy")]
    [InlineData("numpy-2.npy")]
    [InlineData("numpy-3.npy")]
    public void Read_EveryVersionOfNumPy_BigEndianInFortranOrder(string name)
    {
        var tensor = NpyFile.Read(Sample.Path(name));
        Assert.Equal(new Shape(2, 2), tensor.Shape);
        Assert.Equal([1.5, -2, 3, 4], tensor.ToArray<double>());
    }

    [Theory]
    [InlineData("numpy-object.npy", "never loaded")]
    [InlineData("numpy-record.npy", "named fields")]
    [InlineData("numpy-complex.npy", "'<c8'")]
    public void Read_TypeThatIsNoNumber_IsRefusedByName(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<DataException>(() => NpyFile.Read(Sample.Path(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Tensor[] tensors =
        [
            Tensor.From([1.5f, -2f, float.Epsilon, 4f, float.NaN, 6f], 2, 3),
            Tensor.From(new[] { Math.PI }, 1),
            Tensor.From([int.MinValue, 2, int.MaxValue]),
            Tensor.Scalar(7),
            Tensor.Zeros(new Shape(0, 4)),
        ];
        foreach (var tensor in tensors)
        {
            NpyFile.Write(folder.File("a.npy"), tensor);
            var read = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal((tensor.Shape, tensor.Type), (read.Shape, read.Type));
            Assert.Equal(tensor.ToDoubles(), read.ToDoubles());
        }
    }

    [Fact]
    public void Write_Tensor_GivesTheBytesOfNumPy()
    {
        NpyFile.Write(folder.File("a.npy"), Tensor.From([1f, 2f], 2));
        var bytes = File.ReadAllBytes(folder.File("a.npy"));
        Assert.Equal(128 + 8, bytes.Length);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], bytes[..10]);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Encoding.Latin1.GetString(bytes[10..128]).TrimEnd());
        Assert.Equal((byte)'\n', bytes[127]);
    }

    [Fact]
    public void Read_FileCutAnywhereOrTooLong_IsRefused()
    {
        var bytes = Sample.Bytes("numpy-2.npy");
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DataException>(() => NpyFile.Read(folder.Write("cut.npy", bytes[..length])));
        }

        Assert.Throws<DataException>(() => NpyFile.Read(folder.Write("long.npy", [.. bytes, 0])));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000,), }", "8000000000")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "longer")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 100000), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "axis lengths")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os'), }", "'('")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,), }", "twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "descr, fortran_order and shape")]
    [InlineData("{'descr': '=f4', 'fortran_order': False, 'shape': (1,), }", "'=f4'")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }", "'|f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } 5", "the end")]
    public void Read_HeadThatLies_IsRefusedWithoutMemory(string head, string reason)
    {
        var path = folder.Write("a.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.Latin1.GetBytes(head), 0, 0, 0, 0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(reason, Assert.Throws<DataException>(() => NpyFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Read_MissingFile_NamesIt()
        => Assert.Contains("none.npy", Assert.Throws<DataException>(() => NpyFile.Read(folder.File("none.npy"))).Message, StringComparison.Ordinal);
}
