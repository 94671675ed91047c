using System.Diagnostics;
using System.Globalization;
using Descent.App.Tests;

namespace Descent.Tests.Formats;

/// <summary>
/// Model files go to PyTorch and come from it with equal outputs, by <c>bench/peers/load_safetensors.py</c>. Where there is no PyTorch, the tests
/// are skipped; DESCENT_PYTHON names a Python that has it.
/// </summary>
public sealed class PyTorchExchangeTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private static readonly Lazy<bool> HasTorch = new(() => Python("-c", "import torch") is { ExitCode: 0 });

    private readonly Data.TemporaryFolder folder = new();

    public static TheoryData<string> Networks => ["mlp", "simple-cnn", "normalized-cnn", "lstm"];

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void SafeTensors_ReadByPyTorch_GiveTheSameOutputs(string name)
    {
        Skip.IfNot(HasTorch.Value, "No Python with PyTorch.");
        var (model, shape) = Make(name);
        model.Initialize(5);
        if (name == "normalized-cnn")
        {
            // Statistics that are not those of no training.
            model.Forward(Training.Examples.Inputs(3, [8, .. shape.Lengths[1..]]), Pass.Training(1));
        }

        var inputs = Training.Examples.Inputs(4, shape.Lengths.ToArray());
        SafeTensors.Write(folder.File("model"), [.. model.Parameters.Select(named => KeyValuePair.Create(named.Path, named.Parameter.Value))]);
        SafeTensors.Write(folder.File("samples"), [new("inputs", inputs), new("outputs", model.Forward(inputs))]);
        var finished = Run("check", name);
        Assert.InRange(double.Parse(finished, CultureInfo.InvariantCulture), 0, Tolerance);
    }

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void SafeTensors_WrittenByPyTorch_GiveTheSameOutputs(string name)
    {
        Skip.IfNot(HasTorch.Value, "No Python with PyTorch.");
        Run("write", name);
        var (model, _) = Make(name);
        SafeTensors.Read(folder.File("model")).LoadInto(model);
        var samples = SafeTensors.Read(folder.File("samples")).Tensors;
        var (expected, actual) = (samples["outputs"].ToDoubles(), model.Forward(samples["inputs"]).ToDoubles());
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static (Layer Model, Shape Batch) Make(string name) => name switch
    {
        "mlp" => (new Sequential(new Linear(6, 16), new Relu(), new Linear(16, 8), new Tanh(), new Linear(8, 3)), new Shape(5, 6)),
        "simple-cnn" => (new Sequential(new Conv2d(3, 16, 3, padding: 1), new Relu(), new Flatten(), new Linear(16 * 8 * 8, 10)), new Shape(4, 3, 8, 8)),
        "normalized-cnn" => (
            new Sequential(new Conv2d(2, 4, 3, stride: 2, bias: false), new BatchNorm(4), new Gelu(), new MaxPool2d(2), new Flatten(), new LayerNorm(4), new Linear(4, 3)),
            new Shape(4, 2, 6, 6)),
        _ => (new Sequential(new Lstm(5, 7, new RecurrentOptions { LastOnly = true }), new Linear(7, 3)), new Shape(4, 6, 5)),
    };

    private string Run(string action, string name)
    {
        var finished = Python(Repository.PathOf("bench/peers/load_safetensors.py"), action, name, folder.File("model"), folder.File("samples"))!.Value;
        Assert.True(finished.ExitCode == 0, finished.Error);
        return finished.Output;
    }

    private static (int ExitCode, string Output, string Error)? Python(params string[] arguments)
    {
        try
        {
            var program = Environment.GetEnvironmentVariable("DESCENT_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
