using System.IO.Compression;
using Descent.Tests.Data;

namespace Descent.Tests.Formats;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_StateDictionary_HasNamesShapesAndValues()
    {
        var tensors = TorchFile.Read(Sample.Path("torch-model.pt"));
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], tensors.Keys);
        Assert.Equal(new Shape(2, 3), tensors["0.weight"].Shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], tensors["0.weight"].ToArray<float>());
        Assert.Equal([0.5f, -0.5f], tensors["0.bias"].ToArray<float>());
        Assert.Equal(0, tensors["1.num_batches_tracked"].Item());
    }

    [Theory]
    [InlineData("float16", ElementType.Float32, 100)]
    [InlineData("bfloat16", ElementType.Float32, 100)]
    [InlineData("float32", ElementType.Float32, 100)]
    [InlineData("float64", ElementType.Float64, 100)]
    [InlineData("int8", ElementType.Int32, 100)]
    [InlineData("uint8", ElementType.Int32, 100)]
    [InlineData("int16", ElementType.Int32, 100)]
    [InlineData("int32", ElementType.Int32, 100)]
    [InlineData("int64", ElementType.Int32, 100)]
    public void Read_EveryType_HasItsValues(string name, ElementType type, double last)
    {
        var tensor = TorchFile.Read(Sample.Path("torch-types.pt"))[name];
        Assert.Equal(type, tensor.Type);
        Assert.Equal([0, 1, 2, 3, 4, last], tensor.ToDoubles());
    }

    [Fact]
    public void Read_ViewsAndNestedOnes_AreLaidOut()
    {
        var tensors = TorchFile.Read(Sample.Path("torch-types.pt"));
        Assert.Equal([0, 1, 1, 1, 1, 1], tensors["bool"].ToArray<int>());
        Assert.Equal(new Shape(4, 3), tensors["transposed"].Shape);
        Assert.Equal([0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], tensors["transposed"].ToArray<float>());
        Assert.Equal([4f, 6, 8, 10], tensors["slice"].ToArray<float>());
        Assert.Equal(2.5, tensors["scalar"].Item());
        Assert.Equal(new Shape(0, 4), tensors["empty"].Shape);
        Assert.Equal([1f, 1f], tensors["parameter"].ToArray<float>());
        Assert.Equal([2f], tensors["nested.inner.1"].ToArray<float>());
        Assert.DoesNotContain("nested.epoch", tensors.Keys);
    }

    [Theory]
    [InlineData("torch-module.pt", "'torch.nn.modules.container.Sequential'")]
    [InlineData("torch-code.pt", "system'")]
    [InlineData("torch-old.pt", "before PyTorch 1.6")]
    [InlineData("numpy-stored.npz", "no file of torch.save")]
    public void Read_AnythingElse_IsRefusedByName(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<ModelFileException>(() => TorchFile.Read(Sample.Path(name))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x80, 2, (byte)'i', (byte)'.' }, "0x69")]
    [InlineData(new byte[] { 0x80, 2, (byte)'X', 255, 255, 255, 127, (byte)'.' }, "too early")]
    [InlineData(new byte[] { 0x80, 2, (byte)'}', (byte)'q', 0, (byte)'K', 1, (byte)'h', 0, (byte)'s', (byte)'.' }, "without end")]
    [InlineData(new byte[] { 0x80, 2, (byte)'N', (byte)'.' }, "no tensors")]
    [InlineData(new byte[] { 0x80, 2, (byte)'t', (byte)'.' }, "missing mark")]
    [InlineData(new byte[] { 0x80, 2, (byte)'h', 7, (byte)'.' }, "never kept")]
    public void Read_PickleMadeUp_IsRefused(byte[] pickle, string reason)
    {
        using (var archive = ZipFile.Open(folder.File("a.pt"), ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("a/data.pkl").Open();
            entry.Write(pickle);
        }

        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => TorchFile.Read(folder.File("a.pt"))).Message, StringComparison.Ordinal);
    }
}
