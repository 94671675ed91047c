using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Recurrent layers against PyTorch's: outputs, last states and every gradient, those of the first states too.</summary>
public class GoldenRecurrentLayers(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => new("RNN", "LSTM", "GRU");

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Run_EveryCase_HasTheReferenceValuesAndGradients(string kind)
    {
        var cases = GoldenFile.Load("layers.json").Of(kind);
        foreach (var one in cases)
        {
            foreach (var type in GoldenLayerCheck.Types)
            {
                Check(one, LayerOf(one), type);
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases in two types");
    }

    private static void Check(GoldenCase one, RecurrentLayer layer, ElementType type)
    {
        GoldenLayerCheck.LoadParameters(one, layer, type);
        var inputs = new[] { "input", "h_0", "c_0" }.Where(one.Inputs.ContainsKey)
            .ToDictionary(name => name, name => one.Inputs[name].ToTensor(type).Tracked());
        var batchFirst = one.Flag("batch_first");
        var initial = inputs.TryGetValue("h_0", out var hidden) ? new RecurrentState(hidden, inputs.GetValueOrDefault("c_0")) : null;
        var (y, state) = layer.Run(batchFirst ? inputs["input"] : inputs["input"].Transpose(0, 1), initial);
        var outputs = new List<(Tensor, string)> { (batchFirst ? y : y.Transpose(0, 1), "output_gradient"), (state.Hidden, "h_n_gradient") };
        one.CheckOutput("output", outputs[0].Item1);
        one.CheckOutput("h_n", state.Hidden);
        if (state.Cell is { } cell)
        {
            one.CheckOutput("c_n", cell);
            outputs.Add((cell, "c_n_gradient"));
        }

        GoldenLayerCheck.CheckGradients(one, layer, [.. inputs.Select(input => (input.Key, input.Value))], [.. outputs]);
    }

    private static RecurrentLayer LayerOf(GoldenCase one)
    {
        var (inputs, hidden) = (one.Integer("input_size"), one.Integer("hidden_size"));
        var options = new RecurrentOptions(one.Integer("num_layers"), one.Flag("bidirectional"), Bias: one.Flag("bias"));
        return one.Kind switch
        {
            "RNN" => new Rnn(inputs, hidden, options, one.Text("nonlinearity") == "relu"),
            "LSTM" => new Lstm(inputs, hidden, options),
            _ => new Gru(inputs, hidden, options),
        };
    }
}
