using System.Buffers.Binary;
using System.Text;

namespace Descent.Tests.Formats;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"descent-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    private byte[] Sample()
    {
        SafeTensors.Write(
            path,
            [
                new("a.weight", Tensor.From([1.5f, -2f, float.Epsilon, 4f, 5f, 6f], 2, 3)),
                new("b", Tensor.From(new[] { Math.PI }, 1)),
                new("empty", Tensor.Zeros(new Shape(0, 4))),
                new("labels", Tensor.From(new[] { 1, 2, 3 })),
            ],
            new Dictionary<string, string> { ["note"] = "ünïcode \"quoted\"" });
        return File.ReadAllBytes(path);
    }

    private ModelFileException Refused(byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        return Assert.Throws<ModelFileException>(() => SafeTensors.Read(path));
    }

    private static byte[] With(string header, int dataLength)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Sample();
        var file = SafeTensors.Read(path);
        Assert.Equal([1.5f, -2f, float.Epsilon, 4f, 5f, 6f], file.Tensors["a.weight"].ToArray<float>());
        Assert.Equal(new Shape(2, 3), file.Tensors["a.weight"].Shape);
        Assert.Equal([Math.PI], file.Tensors["b"].ToArray<double>());
        Assert.Equal([1, 2, 3], file.Tensors["labels"].ToArray<int>());
        Assert.Equal(new Shape(0, 4), file.Tensors["empty"].Shape);
        Assert.Equal("ünïcode \"quoted\"", file.Metadata["note"]);
    }

    [Fact]
    public void Read_FileCutAnywhere_IsRefused()
    {
        var bytes = Sample();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Contains(path, Refused(bytes[..length]).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OneByteTooMany_IsRefused() => Refused([.. Sample(), 0]);

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4, "needs 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", 6, "next free")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000],\"data_offsets\":[0,8]}}", 8, "elements")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "whole numbers")]
    [InlineData("{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "C64")]
    [InlineData("{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "incomplete")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\"0\",4]}}", 4, "safetensors")]
    [InlineData("{\"a\":5}", 0, "incomplete")]
    [InlineData("[1]", 0, "no JSON object")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "no text")]
    [InlineData("no json", 0, "not JSON")]
    public void Read_HeaderThatLies_IsRefused(string header, int dataLength, string reason)
        => Assert.Contains(reason, Refused(With(header, dataLength)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_HugeHeaderLength_IsRefusedWithoutMemory()
    {
        var bytes = Sample();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 1UL << 62);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Read_MissingFile_NamesIt()
        => Assert.Contains(path, Assert.Throws<ModelFileException>(() => SafeTensors.Read(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void LoadInto_OtherModel_ChangesNothing()
    {
        var model = new Linear(3, 2);
        model.Initialize(1);
        var before = model.Weight.Value.ToArray<float>();
        SafeTensors.Write(path, [new("weight", Tensor.Ones(new Shape(2, 3))), new("bias", Tensor.Ones(new Shape(5)))]);
        Assert.Contains("'bias'", Assert.Throws<ModelFileException>(() => SafeTensors.Read(path).LoadInto(model)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weight.Value.ToArray<float>());
    }
}
