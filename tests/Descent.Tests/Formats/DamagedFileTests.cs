using System.Diagnostics;
using System.Globalization;
using System.Text;
using Descent.Tests.Training;
using Xunit.Abstractions;

namespace Descent.Tests.Formats;

/// <summary>
/// Whatever a file holds, reading it either succeeds or says what is wrong, in little time and memory.
/// The variable DESCENT_FUZZ_MUTATIONS raises the number of damaged files of each kind.
/// </summary>
public sealed class DamagedFileTests(ITestOutputHelper output) : IDisposable
{
    private const long MostBytes = 96L << 20;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly Data.TemporaryFolder folder = new();

    private static int Mutations
        => int.TryParse(Environment.GetEnvironmentVariable("DESCENT_FUZZ_MUTATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 400;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void SafeTensors_Damaged_AreRefusedOrHoldWhatTheyHeld()
    {
        var (sound, loaded) = (Model(), Examples.Dense());
        loaded.Initialize(1);
        var expected = Examples.Bits(loaded);
        Damage(sound, "model.safetensors", path =>
        {
            SafeTensors.Read(path).LoadInto(loaded);
            Assert.Equal(expected, Examples.Bits(loaded));
        });
    }

    [Fact]
    public void Checkpoint_Damaged_IsReadOrRefused()
    {
        var (model, optimizer) = (Examples.Dense(), new Adam(0.1));
        new TrainingStep(model, new CrossEntropy(), optimizer).Run(Examples.Inputs(1, 6, 2), Examples.Labels(6, 3));
        var path = folder.File("sound");
        var ended = new EpochEnded(1, 0.5, 0.6, new Dictionary<string, double> { ["accuracy"] = 0.9 }, 0.1, 1, 1);
        Checkpoint.Save(path, model, optimizer, new TrainingState { Epoch = 1, Batch = 1, History = [ended], BestEpoch = 1, BestLoss = 0.6 });
        Damage(File.ReadAllBytes(path), "last.safetensors", damaged => Checkpoint.Load(damaged, Examples.Dense(), new Adam(0.1)));
    }

    [Fact]
    public void Idx_Damaged_IsReadOrRefused()
    {
        byte[] sound = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3, .. Enumerable.Range(0, 60).Select(i => (byte)i)];
        Damage(sound, "images", path => IdxFile.Read(path));
        Damage(Data.TemporaryFolder.Gzip(sound), "images.gz", path => IdxFile.Read(path));
    }

    [Fact]
    public void Cifar_Damaged_IsReadOrRefused()
    {
        var sound = new byte[3 * (CifarFile.PixelsPerImage + 1)];
        Damage(sound, "batch.bin", path => CifarFile.Read(path));
        Damage(Data.TemporaryFolder.Gzip(sound), "batch.bin.gz", path => CifarFile.Read(path));
    }

    [Fact]
    public void Csv_Damaged_IsReadOrRefused()
    {
        var sound = Encoding.UTF8.GetBytes(Table());
        Damage(sound, "table.csv", path => TabularData.Load(path));
        Damage(Data.TemporaryFolder.Gzip(sound), "table.csv.gz", path => TabularData.Load(path, options: new TabularOptions { Target = "age" }));
    }

    [Fact]
    public void Encoder_Damaged_IsReadOrRefused()
    {
        var table = CsvTable.Parse(Table());
        var sound = Encoding.UTF8.GetBytes(TabularData.Prepare(table).Encoder.ToJson());
        Damage(sound, "encoder.json", path =>
        {
            var encoder = TabularEncoder.FromJson(File.ReadAllText(path));
            encoder.EncodeInputs(table);
            encoder.Encode(table);
        });
    }

    [Fact]
    public void ArrayEncoder_Damaged_IsReadOrRefused()
    {
        var sound = Encoding.UTF8.GetBytes(ArrayEncoder.Of(Examples.Blobs()).ToJson());
        var (model, numbers, outputs) = (Examples.Dense(), new float[2], new double[3]);
        Damage(sound, "inputs.json", path =>
            Predictor.Of(model, new CrossEntropy(), ArrayEncoder.FromJson(File.ReadAllText(path), path)).Predict(numbers, outputs));
    }

    [Theory]
    [InlineData("recipe.json")]
    [InlineData("encoder.json")]
    [InlineData("inputs.json")]
    [InlineData("model.safetensors")]
    public void RunFolder_WithADamagedFile_IsReadOrRefused(string file)
    {
        var run = file == "inputs.json" ? Inference.Runs.Digits(folder) : Inference.Runs.Table(folder);
        var sound = File.ReadAllBytes(Path.Combine(run, file));
        Damage(sound, Path.GetRelativePath(folder.Root, Path.Combine(run, file)), _ =>
        {
            var predictor = Predictor.Load(run, new PredictorOptions { MostAtOnce = 1 });
            predictor.Predict(new float[predictor.InputShape.Count], new double[predictor.OutputNames.Count]);
        });
    }

    [Fact]
    public void Recipe_Damaged_IsReadOrRefused()
    {
        var recipe = new Recipe
        {
            Source = "iris",
            Model = "linear 8, batchnorm, relu, dropout 0.2, linear 3",
            Loss = "cross-entropy label-smoothing=0.1",
            Optimizer = "adam rate=0.01",
            Schedule = "cosine period=10",
            ClipNorm = 1,
            Patience = 3,
            Epochs = 10,
            BatchSize = 16,
            ValidationFraction = 0.1,
            Seed = 5,
        };
        var run = folder.File("run");
        Damage(Encoding.UTF8.GetBytes(recipe.ToJson()), "recipe.json", path => TrainingSession.Create(Recipe.FromJson(File.ReadAllText(path), path), run));
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Npy_Damaged_IsReadOrRefused()
        => Damage(Sample.Bytes("numpy-2.npy"), "a.npy", path => NpyFile.Read(path));

    [Theory]
    [InlineData("numpy-stored.npz")]
    [InlineData("numpy-types.npz")]
    public void Npz_Damaged_IsReadOrRefused(string name)
        => Damage(Sample.Bytes(name), name, path => NpzFile.Open(path).ReadAll());

    [Fact]
    public void ArraysToTrainOn_Damaged_AreReadOrRefused()
    {
        var sound = folder.File("sound.npz");
        NpzFile.Write(sound, [new("x", Tensor.Ones(new Shape(40, 2))), new("y", Tensor.Zeros(new Shape(40), ElementType.Int32))]);
        Damage(File.ReadAllBytes(sound), "data.npz", path => DataSource.Load(new Recipe { Source = path }));
    }

    [Theory]
    [InlineData("torch-model.pt")]
    [InlineData("torch-types.pt")]
    public void Torch_Damaged_IsReadOrRefused(string name)
        => Damage(Sample.Bytes(name), name, path => TorchFile.Read(path));

    [Fact]
    public void TorchPickle_Damaged_IsReadOrRefused()
    {
        using var archive = System.IO.Compression.ZipFile.OpenRead(Sample.Path("torch-types.pt"));
        using var pickle = archive.Entries.Single(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)).Open();
        using var sound = new MemoryStream();
        pickle.CopyTo(sound);
        Damage(sound.ToArray(), "data.pkl", path => new TorchNames(path).Of(new TorchPickle(File.ReadAllBytes(path), path).Read()));
    }

    private static string Table()
    {
        string[] colours = ["red", "green", "", "a \"\"quoted\"\" one"];
        return string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i % 9}.5,{i},\"{colours[i % 4]}\",{(i % 7 == 0 ? "NA" : $"{i * 3}")},{(i % 3 == 0 ? "yes" : "no")}\n"))
            .Prepend("size,age,colour,income,answer\n"));
    }

    private byte[] Model()
    {
        var model = Examples.Dense();
        model.Initialize(1);
        var path = folder.File("sound");
        SafeTensors.Write(
            path, [.. model.Parameters.Select(named => new KeyValuePair<string, Tensor>(named.Path, named.Parameter.Value))], new Dictionary<string, string> { ["note"] = "sound" });
        return File.ReadAllBytes(path);
    }

    private void Damage(byte[] sound, string name, Action<string> read)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, sound);
        read(path);
        var (refused, mostBytes, mostTime) = (0, 0L, TimeSpan.Zero);
        for (var seed = 0; seed < Mutations; seed++)
        {
            File.WriteAllBytes(path, Mutation.Of(sound, new Random(seed)));
            var (bytes, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            try
            {
                read(path);
            }
            catch (DescentException error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
            catch (Exception error)
            {
                File.Copy(path, Path.Combine(Path.GetTempPath(), $"descent-damaged-{seed}-{Path.GetFileName(name)}"), overwrite: true);
                Assert.Fail($"{name}, mutation {seed}: {error}");
            }

            (mostBytes, mostTime) = (Math.Max(mostBytes, GC.GetAllocatedBytesForCurrentThread() - bytes), clock.Elapsed > mostTime ? clock.Elapsed : mostTime);
        }

        output.WriteLine($"{name}: {Mutations} damaged files, {refused} refused; at most {mostBytes >> 10} KB and {mostTime.TotalMilliseconds:F0} ms");
        Assert.InRange(refused, 1, Mutations);
        Assert.True(mostBytes < MostBytes, $"{name}: {mostBytes >> 20} MB for one damaged file.");
        Assert.True(mostTime < MostTime, $"{name}: {mostTime} for one damaged file.");
    }
}
