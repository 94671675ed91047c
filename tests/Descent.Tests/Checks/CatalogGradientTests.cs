using Xunit.Abstractions;

namespace Descent.Tests.Checks;

/// <summary>Every layer and activation of the Catalog, with several options and shapes, against differences.</summary>
public class CatalogGradientTests(ITestOutputHelper output)
{
    private static readonly Shape Vector = new(5);
    private static readonly Shape Image = new(2, 5, 4);
    private static readonly Shape Sequence = new(3, 2);
    private static readonly Shape Signal = new(2, 7);
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
            ("conv 2 1", Image), ("conv 2 2x4 pad same", Image), ("conv 2 3 stride 2 pad same", Image),
            ("conv 2 2 stride 3", Image), ("conv 3 3 pad 1 stride 2x1 dilation 2", new Shape(1, 6, 5)),
        ],
        ["conv1d"] =
        [
            ("conv1d 3", Signal), ("conv1d 4 4 pad same groups 2 bias=false", Signal), ("conv1d 2 3 stride 2 pad same dilation 2", Signal),
            ("conv1d 2 2 stride 3 pad 1", Signal),
        ],
        ["conv-transpose"] =
        [
            ("conv-transpose 3", Image), ("conv-transpose 2 2x3 stride 2 pad 1 output-padding=1 bias=false", Image),
            ("conv-transpose 4 3x2 stride 2 pad same groups=2", Image),
            ("conv-transpose 2 2 dilation 2 output-padding=1", new Shape(2, 2, 3)),
        ],
        ["depthwise"] =
        [
            ("depthwise", Image), ("depthwise 3x3 pad same", Image), ("depthwise 2x3 stride 2 pad same multiplier=2", Image),
            ("depthwise 4x2 pad same bias=false dilation 2x1", new Shape(3, 5, 4)),
        ],
        ["maxpool1d"] = [("maxpool1d", Signal), ("maxpool1d 3 stride 2 pad 1 ceil", Signal), ("maxpool1d 2 stride 1 dilation 2", Signal)],
        ["avgpool1d"] = [("avgpool1d", Signal), ("avgpool1d 3 stride 2 pad 1 ceil count-padding=false", Signal)],
        ["adaptive-maxpool"] =
        [
            ("adaptive-maxpool", Image), ("adaptive-maxpool 3x2", Image), ("adaptive-maxpool 4", Signal), ("adaptive-maxpool 5x2", Image),
        ],
        ["adaptive-avgpool"] =
        [
            ("adaptive-avgpool", Image), ("adaptive-avgpool 3x2", Image), ("adaptive-avgpool 7x4", Image), ("adaptive-avgpool 4", Signal),
        ],
        ["global-maxpool"] = [("global-maxpool", Vector), ("global-maxpool", Image), ("global-maxpool", Signal)],
        ["global-avgpool"] = [("global-avgpool", Vector), ("global-avgpool", Image), ("global-avgpool", Signal)],
        ["upsample"] =
        [
            ("upsample", Image), ("upsample 2x3 mode=bilinear", Image), ("upsample 3 mode=linear align-corners", Image),
            ("upsample 3 mode=linear", Signal), ("upsample 2 mode=bilinear align-corners", new Shape(2, 1, 3)),
        ],
        ["groupnorm"] = [("groupnorm 1", Vector), ("groupnorm 2 epsilon=0.01", Image), ("groupnorm 2 affine=false", Signal)],
        ["instancenorm"] = [("instancenorm", Image), ("instancenorm affine=true epsilon=0.01", Signal)],
        ["rmsnorm"] = [("rmsnorm", Vector), ("rmsnorm epsilon=0.01", Image), ("rmsnorm affine=false", Signal)],
        ["spatial-dropout"] = [("spatial-dropout 0.3", Image), ("spatial-dropout", Signal), ("spatial-dropout", Vector)],
        ["alpha-dropout"] = [("alpha-dropout", Vector), ("alpha-dropout 0.5", Image)],
        ["permute"] = [("permute 2x1", Signal), ("permute 3x1x2", Image)],
        ["unflatten"] = [("unflatten 5x1", Vector), ("unflatten 2x2 axis=3", Image)],
        ["maxpool"] =
        [
            ("maxpool", Image), ("maxpool 3 stride 1 pad 1", Image), ("maxpool 2x3 stride 2 ceil", Image),
            ("maxpool 2 stride 1 dilation 2", Image),
        ],
        ["avgpool"] = [("avgpool 2 stride 2", Image), ("avgpool 3 stride 2 pad 1 count-padding=false", Image), ("avgpool 2 ceil", Image)],
        ["reshape"] = [("reshape 4x10", Image)],
        ["flatten"] = [("flatten", Image), ("flatten start=2", Image), ("flatten end=2", Image)],
        ["leaky-relu"] = [("leaky-relu 0.2", Vector)],
        ["prelu"] = [("prelu", Vector), ("prelu per-channel", Vector), ("prelu 0.1 per-channel", Image)],
        ["elu"] = [("elu", Vector), ("elu 0.3", Image)],
        ["swish"] = [("swish", Vector), ("swish 1.5", Image), ("swish 0.7 trainable", Vector)],
        ["rrelu"] = [("rrelu", Vector), ("rrelu 0.1 0.9", Image)],
        ["celu"] = [("celu", Vector), ("celu 0.3", Image)],
        ["threshold"] = [("threshold", Vector), ("threshold 1 20", Image)],
        ["hard-tanh"] = [("hard-tanh", Image), ("hard-tanh -0.3 0.2", Vector)],
        ["soft-shrink"] = [("soft-shrink", Image), ("soft-shrink 0.2", Vector)],
        ["hard-shrink"] = [("hard-shrink", Image), ("hard-shrink 0.2", Vector)],
        ["softplus"] = [("softplus", Vector), ("softplus 2", Image), ("softplus threshold=1", Image)],
        ["softmax"] = [("softmax", Vector), ("softmax 1", Image)],
        ["softmin"] = [("softmin", Vector), ("softmin 1", Image)],
        ["maxout"] = [("maxout", Image), ("maxout 3", new Shape(6)), ("maxout 2 axis=1", Image)],
        ["glu"] = [("glu", Image), ("glu 1", new Shape(4))],
        ["swiglu"] = [("swiglu", Image), ("swiglu 1", new Shape(4))],
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
