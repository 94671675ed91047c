using System.Diagnostics;
using System.Globalization;
using Descent.Onnx;
using Descent.Tests.Formats;
using Xunit.Abstractions;

namespace Descent.Tests.Onnx;

/// <summary>
/// Whatever an ONNX file holds, it is read, and computes or says why it cannot; or it is refused. Half of the files are damaged byte by byte,
/// half are well-formed and lie. DESCENT_FUZZ_MUTATIONS raises the number of damaged
/// files.
/// </summary>
public sealed class DamagedOnnxTests(ITestOutputHelper output) : IDisposable
{
    private const long MostBytes = 96L << 20;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly Data.TemporaryFolder folder = new();

    private static int Mutations
        => int.TryParse(Environment.GetEnvironmentVariable("DESCENT_FUZZ_MUTATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 400;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Onnx_SwollenWithEmptyNodes_IsRefusedBeforeTheyTakeMemory()
    {
        // A graph, field 7, of nodes, field 1, each without a byte.
        const int Nodes = 3_000_000;
        var path = folder.File("swollen.onnx");
        File.WriteAllBytes(path, [0x3A, 0x80, 0x9B, 0xEE, 0x02, .. Enumerable.Range(0, Nodes).SelectMany(_ => new byte[] { 0x0A, 0x00 })]);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("as no model has", Assert.Throws<ModelFileException>(() => OnnxFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - bytes < MostBytes / 8);
    }

    [Theory]
    [InlineData("linear 4, relu, linear 2", "3")]
    [InlineData("conv 2 3 stride=2 pad=same, batchnorm, maxpool 2, flatten, linear 2", "1x8x8")]
    [InlineData("lstm 2 bidirectional=true last=true, linear 2", "3x2")]
    [InlineData("transformer 2 4, sequence-pool mean", "3x4")]
    [InlineData("conv-transpose 1 2 stride=2, upsample 2, adaptive-avgpool 3, prelu", "1x3x4")]
    public void Onnx_Damaged_IsReadOrRefused(string specification, string sample)
    {
        var shape = new Shape(Array.ConvertAll(sample.Split('x'), int.Parse));
        var model = ModelSpecification.Build(specification, shape);
        model.Initialize(1);
        var path = folder.File("model.onnx");
        OnnxFile.Write(path, model, shape);
        var sound = File.ReadAllBytes(path);
        var batch = Tensor.Ones(shape.Prepend(2));
        var (refused, failed, mostBytes, mostTime) = (0, 0, 0L, TimeSpan.Zero);
        for (var seed = 0; seed < Mutations; seed++)
        {
            var random = new Random(seed);
            File.WriteAllBytes(path, seed % 2 == 0 ? Mutation.Of(sound, random) : GraphMutation.Of(sound, random));
            var (bytes, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            OnnxModel? read = null;
            try
            {
                read = OnnxFile.Read(path);
                read.Forward(batch);
            }
            catch (DescentException error)
            {
                Assert.NotEmpty(error.Message);
                _ = read is null ? refused++ : failed++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{specification}, mutation {seed}: {error}");
            }

            mostBytes = Math.Max(mostBytes, GC.GetAllocatedBytesForCurrentThread() - bytes);
            mostTime = clock.Elapsed > mostTime ? clock.Elapsed : mostTime;
        }

        output.WriteLine($"{Mutations} damaged files, {refused} refused, {failed} cannot compute; at most {mostBytes >> 10} KB and {mostTime.TotalMilliseconds:F0} ms");
        Assert.InRange(refused, 1, Mutations);
        Assert.True(mostBytes < MostBytes, $"{mostBytes >> 20} MB for one damaged file.");
        Assert.True(mostTime < MostTime, $"{mostTime} for one damaged file.");
    }
}
