using Descent.Tests.Checks;

namespace Descent.App.Tests.Onnx;

/// <summary>The models that are exported: each layer and activation of the Catalog, and whole networks.</summary>
internal static class ExportCases
{
    private const int Drawn = 4;

    // Whose options or samples cannot be drawn; their cases are below.
    private static readonly string[] WithCasesOfTheirOwn =
    [
        "embedding", "embedding-bag", "transformer-decoder", "residual-of", "reshape", "permute", "unflatten", "mcculloch-pitts", "sequential", "masking",
    ];

    /// <summary>What the Catalog has and ONNX cannot express, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>();

    /// <summary>Networks as people build them.</summary>
    public static IReadOnlyList<ExportCase> Networks { get; } =
    [
        ExportCase.Of("linear 16, relu, linear 16, tanh, linear 3", "8") with { Name = "MLP" },
        ExportCase.Of("conv 16 3x3 pad 1, relu, flatten, linear 10", "3x32x32") with { Name = "SimpleCNN" },
        new("ResNet-20", () => ResNet.ForSmallImages(), new Shape(3, 32, 32)),
        ExportCase.Of("lstm 12 layers=2 bidirectional=true, sequence-pool last, linear 4", "9x5") with { Name = "LSTM" },
        ExportCase.Of("gru 12 layers=2 bidirectional=true last=true, linear 4", "9x5") with { Name = "GRU" },
        ExportCase.Of("rnn 12 nonlinearity=relu last=true, linear 4", "9x5") with { Name = "RNN" },
        ExportCase.Of("transformer 4 32", "7x16") with { Name = "transformer block" },
        ExportCase.Of("transformer 4 32 norm-first=true activation=gelu causal=true rotary=true", "7x16") with { Name = "causal transformer block" },
        new("transformer decoder block", () => new TransformerDecoderLayer(16, 4, 32), new Shape(5, 16), new Shape(7, 16)),
        ExportCase.Of("embedding 20 8 padding=0, positional, transformer 2 16, sequence-pool mean, linear 2", "6", tokens: 20) with { Name = "text classifier" },
        ExportCase.Of("embedding 20 8 padding=0, gru 6 bidirectional=true, sequence-pool last, linear 2", "6", tokens: 20) with { Name = "text classifier with gru" },
        ExportCase.Of("embedding 20 8, lstm 6 last=true, linear 2", "6", tokens: 20) with { Name = "text classifier of integers", AsIntegers = true },
    ];

    /// <summary>Layers whose options cannot be drawn.</summary>
    public static IReadOnlyList<ExportCase> Special { get; } =
    [
        ExportCase.Of("embedding 9 4", "3", tokens: 9),
        ExportCase.Of("embedding 9 4 padding=2", "3", tokens: 9),
        ExportCase.Of("embedding-bag 9 4", "5", tokens: 9),
        ExportCase.Of("embedding-bag 9 4 padding=0 mode=mean", "5", tokens: 9),
        ExportCase.Of("embedding-bag 9 4 padding=0 mode=sum", "5", tokens: 9),
        ExportCase.Of("embedding 9 4 padding=0, sequence-pool max", "5", tokens: 9),
        ExportCase.Of("embedding 9 4 padding=0, lstm 3", "5", tokens: 9),
        ExportCase.Of("embedding 9 4 padding=0, attention 2", "5", tokens: 4),
        ExportCase.Of("masking 0, rnn 3", "4x2", tokens: 2),
        ExportCase.Of("masking 0, sequence-pool last", "4x1", tokens: 2),
        ExportCase.Of("reshape 2x3x2", "12"),
        ExportCase.Of("permute 2x3x1", "2x3x4"),
        ExportCase.Of("unflatten 2x3 axis=2", "4x6"),
        ExportCase.Of("mcculloch-pitts 0.3 weights=0.7x0.6x-1", "3"),
        ExportCase.Of("residual-of (linear 4, tanh)", "4"),
        ExportCase.Of("residual-of (linear 3) shortcut=(linear 3)", "4"),
        ExportCase.Of("residual 6 stride=2", "3x8x8"),
        ExportCase.Of("adaptive-avgpool 3x2", "2x7x5"),
        ExportCase.Of("adaptive-maxpool 3x2", "2x7x5"),
        ExportCase.Of("maxpool 3 stride=2 pad=1 ceil=true", "2x8x7"),
        ExportCase.Of("avgpool 3 stride=2 pad=1 ceil=true", "2x8x7"),
        ExportCase.Of("avgpool 3 stride=2 pad=1 ceil=true count-padding=false", "2x8x7"),
        ExportCase.Of("conv 4 3 stride=2 pad=same groups=2", "2x7x6"),
        ExportCase.Of("conv-transpose 3 3 stride=2 pad=1 output-padding=1", "2x4x5"),
        ExportCase.Of("conv-transpose 3 3 stride=2 pad=same", "2x4x5"),
        ExportCase.Of("upsample 2x3 mode=linear", "2x3x4"),
        ExportCase.Of("upsample 2x3 mode=linear align-corners=true", "2x3x4"),
        ExportCase.Of("prelu per-channel=true", "3x4x4"),
        ExportCase.Of("attention 2 causal=true rotary=true", "5x8"),
        new("transformer-decoder", () => new TransformerDecoderLayer(8, 2, 16, normFirst: true, gelu: true), new Shape(3, 8), new Shape(4, 8)),
        new("bilinear of two inputs", () => new Bilinear(3, 4, 2), new Shape(3), new Shape(4)),
    ];

    /// <summary>Every layer and activation of the Catalog with drawn options and shapes.</summary>
    public static IReadOnlyList<ExportCase> OfTheCatalog { get; } = [.. Draw()];

    /// <summary>All.</summary>
    public static IReadOnlyList<ExportCase> All { get; } = [.. Networks, .. Special, .. OfTheCatalog];

    private static IEnumerable<ExportCase> Draw()
    {
        foreach (var definition in ModelSpecification.Known.Where(definition => !WithCasesOfTheirOwn.Contains(definition.Name) && !Refused.ContainsKey(definition.Name)))
        {
            var cases = new List<LayerCase>();
            Property.Holds(LayerCase.Any(definition), Drawn, cases.Add);
            foreach (var one in cases)
            {
                yield return new ExportCase($"{one.Specification} on {string.Join('x', one.Lengths)}", () => ModelSpecification.Build(one.Specification, one.Sample), one.Sample);
            }
        }
    }
}
