using Xunit.Abstractions;

namespace Descent.Tests.Checks;

/// <summary>Every layer and activation of the Catalog, with several options and shapes, against differences.</summary>
public class CatalogGradientTests(ITestOutputHelper output)
{
    private static readonly Shape Vector = new(5);
    private static readonly Shape Image = new(2, 5, 4);
    private static readonly Shape Sequence = new(3, 2);
    private static readonly Shape Tokens = new(3, 4);

    // Layers that need options or another shape than a vector; what is not here is checked as its name alone on a vector and an image.
    private static readonly Dictionary<string, (string Specification, Shape Sample)[]> Cases = new()
    {
        ["linear"] = [("linear 3", Vector), ("linear 2 bias=false", Vector), ("linear 3 per-position", new Shape(2, 4))],
        ["bilinear"] = [("bilinear 3", Vector), ("bilinear 2 bias=false", new Shape(3))],
        ["rbf"] = [("rbf 3", Vector), ("rbf 4 shared-width", new Shape(2))],
        ["mcculloch-pitts"] = [("mcculloch-pitts 0.11 weights=0.7x-0.3x0.5x0.9x-1.1", Vector)],
        ["conv"] =
        [
            ("conv 3 3x3", Image), ("conv 2 2x3 pad 1 stride 2 bias=false", Image), ("conv 4 3x2 dilation=1x2 groups=2 pad=1x0", Image),
            ("conv 2 1", Image), ("conv 2 2 stride 3", Image), ("conv 3 3 pad 1 stride 2x1 dilation 2", new Shape(1, 6, 5)),
        ],
        ["maxpool"] =
        [
            ("maxpool", Image), ("maxpool 3 stride 1 pad 1", Image), ("maxpool 2x3 stride 2 ceil", Image),
            ("maxpool 2 stride 1 dilation 2", Image),
        ],
        ["avgpool"] = [("avgpool 2 stride 2", Image), ("avgpool 3 stride 2 pad 1 count-padding=false", Image), ("avgpool 2 ceil", Image)],
        ["reshape"] = [("reshape 4x10", Image)],
        ["flatten"] = [("flatten", Image)],
        ["leaky-relu"] = [("leaky-relu 0.2", Vector)],
        ["prelu"] = [("prelu", Vector), ("prelu per-channel", Vector), ("prelu 0.1 per-channel", Image)],
        ["elu"] = [("elu", Vector), ("elu 0.3", Image)],
        ["swish"] = [("swish", Vector), ("swish 1.5", Image), ("swish 0.7 trainable", Vector)],
        ["softplus"] = [("softplus", Vector), ("softplus 2", Image)],
        ["softmax"] = [("softmax", Vector), ("softmax 1", Image)],
        ["log-softmax"] = [("log-softmax", Vector), ("log-softmax 1", Image)],
        ["dropout"] = [("dropout 0.3", Vector), ("dropout 0.5", Image)],
        ["layernorm"] = [("layernorm", Vector), ("layernorm axes=2 epsilon=0.01", Image), ("layernorm affine=false", new Shape(2, 3))],

        // Takes indices, which have no gradient: see EmbeddingTests.
        ["embedding"] = [],
        ["embedding-bag"] = [],
        ["positional"] = [("positional", Tokens), ("positional learned", Sequence), ("positional learned max-steps=5", Sequence)],
        ["masking"] = [("masking", Sequence), ("masking 0.5", Tokens)],
        ["sequence-pool"] = [("sequence-pool", Sequence), ("sequence-pool max", Tokens), ("sequence-pool last", Sequence)],
        ["rnn"] = [("rnn 3", Sequence), ("rnn 2 nonlinearity=relu", Sequence), ("rnn 2 layers=2 bidirectional last bias=false", Sequence)],
        ["lstm"] = [("lstm 3", Sequence), ("lstm 2 layers=2 bidirectional", Sequence), ("lstm 2 bidirectional last bias=false", Sequence)],
        ["gru"] = [("gru 3", Sequence), ("gru 2 layers=2 bidirectional", Sequence), ("gru 2 bidirectional last bias=false", Sequence)],
        ["attention"] =
        [
            ("attention 2", Tokens), ("attention 1 causal bias=false", Tokens), ("attention 4 dropout=0.3", Tokens), ("attention 2 rotary", Tokens),
            ("attention 1 rotary causal dropout=0.2", Tokens),
        ],
        ["transformer"] = [("transformer 2 3 dropout=0 activation=gelu", Tokens), ("transformer 2 3 norm-first causal activation=gelu rotary", Tokens)],

        // Takes two inputs: see TransformerDecoderLayerTests.
        ["transformer-decoder"] = [],

        // Shapes whose numbers stay away from the kinks of relu.
        ["residual"] = [("residual 2", new Shape(2, 3, 2)), ("residual 2 stride 2", new Shape(1, 3, 4))],
        ["residual-of"] =
        [
            ("residual-of (linear 5, tanh)", Vector), ("residual-of (linear 3) shortcut=(linear 3 bias=false)", Vector),
            ("residual-of (layernorm, residual-of(linear 4 per-position, tanh))", Tokens),
        ],
        ["batchnorm"] = [("batchnorm", Vector), ("batchnorm epsilon=0.01", Image), ("batchnorm affine=false average", Image)],
    };

    public static TheoryData<string> Names => new(ModelSpecification.Known.Select(definition => definition.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_FirstAndSecondDerivatives_AgreeWithDifferences(string name)
    {
        foreach (var (specification, sample) in Cases.TryGetValue(name, out var cases) ? cases : [(name, Vector), (name, Image)])
        {
            foreach (var seed in (int[])[1, 2])
            {
                var check = new LayerGradientCheck(ModelSpecification.Build(specification, sample), sample, batch: 2 + seed % 2, seed);
                var (first, second) = (check.First(), check.Second());
                Assert.True(first.Error <= 1e-6, $"{specification} on {sample}: {first.Error:G3} at {first.Where}");
                Assert.True(second.Error <= 1e-6, $"{specification} on {sample}, second derivatives: {second.Error:G3} at {second.Where}");
                output.WriteLine($"{specification} on {sample}: first {first.Error:G2}, second {second.Error:G2}");
            }
        }
    }
}
