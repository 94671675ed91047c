using Descent.Kernels;

namespace Descent.App.Tests.Onnx;

/// <summary>A model that is exported and run with batches of several sizes.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Make">Makes the model.</param>
/// <param name="Samples">The shape of one sample of each input.</param>
internal sealed record ExportCase(string Name, Func<Layer> Make, params Shape[] Samples)
{
    private static readonly int[] BatchSizes = [1, 2, 5];

    /// <summary>Where inputs are tokens: how many there are; 0 for other inputs.</summary>
    public int Tokens { get; init; }

    /// <summary>Whether tokens are given as whole numbers.</summary>
    public bool AsIntegers { get; init; }

    /// <summary>How far a number may be off, as a part of it where it is above 1.</summary>
    public double Tolerance { get; init; } = 1e-5;

    private string[] InputNames => Samples.Length == 1 ? ["input"] : [.. Samples.Select((_, index) => $"input_{index + 1}")];

    /// <summary>A model of the Catalog by its specification.</summary>
    public static ExportCase Of(string specification, string sample, int tokens = 0)
    {
        var shape = new Shape(Array.ConvertAll(sample.Split('x'), int.Parse));
        return new ExportCase($"{specification} on {sample}", () => ModelSpecification.Build(specification, shape), shape) { Tokens = tokens };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Exports the model and computes what others must agree with.</summary>
    public ExportedCase Export(string folder, int number)
    {
        var model = Make();
        model.Initialize(7);
        Settle(model);
        var path = Path.Combine(folder, $"{number}.onnx");
        var options = new Descent.Onnx.OnnxExportOptions { InputType = AsIntegers ? ElementType.Int32 : ElementType.Float32 };
        if (model is TwoInputLayer two && Samples.Length == 2)
        {
            Descent.Onnx.OnnxFile.Write(path, two, Samples[0], Samples[1], options);
        }
        else
        {
            Descent.Onnx.OnnxFile.Write(path, model, Samples[0], options);
        }

        var inputs = Array.ConvertAll(BatchSizes, size => Array.ConvertAll(Samples, sample => Input(sample.Prepend(size))));
        var outputs = Array.ConvertAll(inputs, batch => Record.Without(() => Forward(model, batch)));
        return new ExportedCase(this, path, model, Array.ConvertAll(inputs, Named), outputs);
    }

    private static Tensor Forward(Layer model, Tensor[] inputs)
        => inputs.Length == 2 ? ((TwoInputLayer)model).Forward(inputs[0], inputs[1]) : model.Forward(inputs[0]);

    // Statistics and scales that would be 0 and 1 hide mistakes.
    private static void Settle(Layer model)
    {
        foreach (var (path, parameter) in model.Parameters)
        {
            var name = path.Split('.')[^1];
            var random = Tensor.Uniform(parameter.Shape, new RandomKey(3, path));
            if (name is "running_mean" or "running_var" || parameter.Value.ToArray<float>().Distinct().Count() == 1)
            {
                parameter.Load(random + (name == "running_mean" ? -0.5 : 0.5));
            }
        }
    }

    private Tensor Input(Shape shape)
    {
        if (Tokens == 0)
        {
            return Tensor.Normal(shape, new RandomKey(5, Name));
        }

        var tokens = Tensor.From<int>([.. Enumerable.Range(0, shape.Count).Select(i => ((i * 7) + (i / 3)) % Tokens)], shape);
        return AsIntegers ? tokens : tokens.To(ElementType.Float32);
    }

    private Dictionary<string, Tensor> Named(Tensor[] inputs) => InputNames.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
}

/// <summary>A model in a file, with inputs and what the model makes of them.</summary>
internal sealed record ExportedCase(ExportCase Case, string Path, Layer Model, Dictionary<string, Tensor>[] Inputs, Tensor[] Outputs)
{
    /// <summary>What ONNX Runtime is to do.</summary>
    public RuntimeJob Job() => new(Path, Array.ConvertAll(Inputs, batch => batch.ToDictionary(pair => pair.Key, pair => RuntimeTensor.Of(pair.Value))));

    /// <summary>Holds other outputs against the model's.</summary>
    public void Check(IReadOnlyList<RuntimeTensor> others)
    {
        for (var run = 0; run < Outputs.Length; run++)
        {
            Assert.Equal(Outputs[run].Shape.ToArray(), others[run].Lengths);
            var (expected, actual) = (Outputs[run].To(ElementType.Float32).ToArray<float>(), others[run].Values);
            for (var i = 0; i < expected.Length; i++)
            {
                var same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= Case.Tolerance * Math.Max(1, Math.Abs(expected[i]));
                Assert.True(same, $"{Case}: batch {Outputs[run].Shape[0]}, element {i} is {actual[i]:R}, not {expected[i]:R}");
            }
        }
    }
}
