using System.Reflection;
using System.Runtime.Loader;
using Descent.Tests.Inference;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Tests.Formats.CSharp;

public sealed class CSharpExportTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_TableWithCategoriesAndGaps_PredictsWhatTheRunDoes()
    {
        var run = SavedRun.Load(Runs.Table(folder));
        var model = Compiled(run, "passenger-model.cs", out _);
        Assert.Equal("PassengerModel", model.GetType().Name);
        var file = folder.Write("new.csv", Runs.Passengers(20) + "3,,men,queen,9,yes\n");
        var expected = run.Predict(file);
        var lines = File.ReadAllLines(file);
        var header = lines[0].Split(',');
        for (var i = 1; i < lines.Length; i++)
        {
            var row = header.Zip(lines[i].Split(',')).ToDictionary(pair => pair.First, pair => (string?)pair.Second);
            Close(expected.Rows[i - 1], Predict(model, row));
        }

        Assert.Contains("'fare'", Refusal(model, new Dictionary<string, string?> { ["age"] = "1" }), StringComparison.Ordinal);
        Assert.Contains("'cheap'", Refusal(model, header.ToDictionary(name => name, _ => (string?)"cheap")), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Regression_PredictsInTheTargetsUnit()
    {
        var run = SavedRun.Load(Runs.Values(folder));
        var row = new Dictionary<string, string?> { ["a"] = "12", ["b"] = "3" };
        var expected = run.Predict(folder.Write("one.csv", "a,b\n12,3\n")).Rows[0][0];
        Assert.Equal(1, Predict(Compiled(run, "price.cs", out _), row)[0] / expected, Tolerance);
    }

    [Fact]
    public void Write_Images_PredictsWhatTheRunDoes()
    {
        var run = SavedRun.Load(Runs.Digits(folder));
        Same(run, Compiled(run, "digits.cs", out var files), 64, i => i * 5 % 17);
        Assert.Equal(["digits.cs"], files.Select(Path.GetFileName));
    }

    [Fact]
    public void Write_ManyParameters_AreBesideTheFile_AndOthersAreRefused()
    {
        var run = SavedRun.Load(Runs.Train(folder, "wide", new Recipe { Source = "digits", Model = "flatten, linear 256, relu, linear 10", Epochs = 1, BatchSize = 256 }));
        var model = Compiled(run, "wide.cs", out var files);
        Assert.Equal(["wide.cs", "wide.weights"], files.Select(Path.GetFileName));
        Same(run, model, 64, i => i % 17);
        var bytes = File.ReadAllBytes(files[1]);
        bytes[100] ^= 1;
        File.WriteAllBytes(files[1], bytes);
        var error = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(model.GetType(), files[1]));
        Assert.Contains("does not hold the parameters", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv 4 3x3 stride 2 pad 1, batchnorm, gelu, conv 4 3x3 pad same groups=2, leaky-relu slope=0.2, avgpool 2, flatten, linear 10")]
    [InlineData("residual-of(conv 1 3x3 pad 1, tanh), global-avgpool, linear 10")]
    [InlineData("maxpool 3 stride 2 pad 1, adaptive-avgpool 2, flatten, layernorm, swish, linear 12, glu, linear 10")]
    [InlineData("reshape 8x8, lstm 6, flatten, dropout 0.5, linear 10")]
    [InlineData("reshape 8x8, gru 5 bidirectional last, prelu, linear 10")]
    [InlineData("reshape 8x8, rnn 5 last, elu, mish, hard-swish, selu, softsign, linear 10")]
    [InlineData("reshape 8x8, conv1d 4 3, softplus, maxpool1d 2, flatten, rmsnorm, linear 10")]
    [InlineData("flatten, embedding 17 3, flatten, linear 10")]
    [InlineData("flatten, linear 9, maxout 3, linear 10, log-softmax")]
    public void Write_LayersOfEveryKind_PredictWhatTheRunDoes(string specification)
    {
        var name = $"m{specification.Length}";
        var recipe = new Recipe { Source = "digits", Scale = "none", Model = specification, Epochs = 1, BatchSize = 1024 };
        if (specification.EndsWith("log-softmax", StringComparison.Ordinal))
        {
            recipe = recipe with { Loss = "negative-log-likelihood" };
        }

        var run = SavedRun.Load(Runs.Train(folder, name, recipe));
        Same(run, Compiled(run, $"{name}.cs", out _), 64, i => i * 3 % 17);
    }

    [Fact]
    public void Write_LayerThatCannotBe_IsRefusedByNameWithWhatCan()
    {
        var run = SavedRun.Load(Runs.Train(folder, "attention", new Recipe { Source = "digits", Model = "reshape 8x8, attention 2, flatten, linear 10", Epochs = 1, BatchSize = 1024 }));
        var message = Assert.Throws<DescentException>(() => CSharpExport.Write(run, folder.File("no.cs"))).Message;
        Assert.Contains("attention", message, StringComparison.Ordinal);
        Assert.Contains("lstm", message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("no.cs")));
    }

    /// <summary>Compiles an export with nothing but .NET, and makes the model.</summary>
    private object Compiled(SavedRun run, string name, out IReadOnlyList<string> files)
    {
        files = CSharpExport.Write(run, folder.File(name));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create($"export-{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(File.ReadAllText(files[0]))], references, options);
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success && result.Diagnostics.IsEmpty, string.Join('\n', result.Diagnostics.Take(10)));
        assembly.Position = 0;
        var type = new AssemblyLoadContext(name, isCollectible: true).LoadFromStream(assembly).GetExportedTypes().Single();
        return files.Count == 1 ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, files[1])!;
    }

    private static void Same(SavedRun run, object model, int width, Func<int, int> pixel)
    {
        var predictor = Predictor.Of(run);
        Assert.Equal(run.OutputNames, (string[])model.GetType().GetProperty("OutputNames")!.GetValue(null)!);
        var predict = model.GetType().GetMethod("Predict")!.CreateDelegate<PredictSample>(model);
        for (var sample = 0; sample < 3; sample++)
        {
            float[] numbers = [.. Enumerable.Range(0, width).Select(i => (float)pixel(i + (sample * 7)))];
            Close(predictor.Predict(numbers).Numbers, predict(numbers));
        }
    }

    private delegate double[] PredictSample(ReadOnlySpan<float> sample);

    private static void Close(IReadOnlyList<double> expected, double[] actual)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }

    private static double[] Predict(object model, Dictionary<string, string?> row) => (double[])model.GetType().GetMethod("Predict")!.Invoke(model, [row])!;

    private static string Refusal(object model, Dictionary<string, string?> row)
        => Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => Predict(model, row)).InnerException).Message;
}
