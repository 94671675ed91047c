namespace Descent;

/// <summary>
/// The decoder block of a transformer: causal attention of the target to itself, attention to a memory, which an encoder made, and a
/// feed-forward network, each added to its input and normalised. After the sum, y = norm3(v + f(v)) with v = norm2(u + cross(u, memory))
/// and u = norm1(x + self(x)); or first, y = v + f(norm3(v)) with v = u + cross(norm2(u), memory) and u = x + self(norm1(x)).
/// </summary>
/// <remarks>
/// Shapes: target x [n, to, features], memory [n, from, features], y [n, to, features]. Padding by the <see cref="Tensor.StepMask"/> of
/// target and memory is not looked at. Parameters as PyTorch names them: <c>self_attn</c>, <c>multihead_attn</c>, <c>linear1</c>,
/// <c>linear2</c>, <c>norm1</c>, <c>norm2</c>, <c>norm3</c>. Sources: Vaswani et al., NeurIPS 2017; normalising first: Xiong et al., ICML
/// 2020.
/// </remarks>
public sealed class TransformerDecoderLayer : TwoInputLayer
{
    private const string Remedy =
        "transformer-decoder takes a target and a memory: call Forward(target, memory, pass) in a layer of your own. "
        + "For a network that only decodes, such as a language model, use 'transformer' with 'causal'.";

    private readonly MultiHeadAttention attention;
    private readonly MultiHeadAttention cross;
    private readonly Linear widen;
    private readonly Linear narrow;
    private readonly LayerNorm[] norms;
    private readonly Layer activation;
    private readonly Dropout dropout;
    private readonly bool normFirst;
    private readonly string description;

    /// <summary>A decoder block.</summary>
    /// <param name="features">The features of each token, of target and memory.</param>
    /// <param name="heads">The heads of both attentions; they must divide the features.</param>
    /// <param name="feedForward">The width of the feed-forward network.</param>
    /// <param name="dropout">The share that is dropped in training, in attention and after each part.</param>
    /// <param name="normFirst">Whether each part is normalised before it instead of after its sum.</param>
    /// <param name="gelu">Whether the feed-forward network uses gelu instead of relu.</param>
    /// <exception cref="SpecificationException">A size is out of range.</exception>
    public TransformerDecoderLayer(
        int features, int heads, int feedForward, double dropout = 0.1, bool normFirst = false, bool gelu = false)
    {
        attention = Add("self_attn", new MultiHeadAttention(features, heads, causal: true, dropout: dropout));
        cross = Add("multihead_attn", new MultiHeadAttention(features, heads, dropout: dropout));
        widen = Add("linear1", new Linear(features, feedForward));
        narrow = Add("linear2", new Linear(feedForward, features));
        norms = [Add("norm1", new LayerNorm(features)), Add("norm2", new LayerNorm(features)), Add("norm3", new LayerNorm(features))];
        activation = gelu ? new Gelu() : new Relu();
        this.dropout = new Dropout(dropout);
        this.normFirst = normFirst;
        description = $"transformer-decoder {features} heads {heads} feed-forward {feedForward}"
            + $"{(normFirst ? " norm-first" : "")}{(gelu ? " gelu" : "")}";
    }

    /// <summary>How transformer-decoder describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "transformer-decoder",
        Summary = "The block of a decoder: attention to what was written so far and to what an encoder read; for translation.",
        FormulaText = "y = norm(v + W2 relu(W1 v + b1) + b2), v = norm(u + attention(u, memory)), u = norm(x + attention(x))",
        Options =
        [
            new Option("heads", OptionKind.Integer, "the heads, which must divide the features", null) { Minimum = 1, Positional = true },
            new Option("feed-forward", OptionKind.Integer, "the width of the feed-forward network", "2048")
            {
                Minimum = 1, Positional = true,
            },
            new Option("dropout", OptionKind.Number, "the share that is dropped in training", "0.1")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true,
            },
            new Option("norm-first", OptionKind.Flag, "normalise each part before it instead of after its sum", "false"),
            new Option("activation", OptionKind.Text, "the function between the two linear layers", "relu") { Choices = ["relu", "gelu"] },
        ],
        Expects = "a target [to, features] and a memory [from, features]",
        Source = "Vaswani et al., Attention is all you need, NeurIPS 2017; normalising first: Xiong et al., ICML 2020",
        Caveats = "Of two inputs, so only for networks in code. One that only decodes is a stack of 'transformer' with 'causal'.",
        Create = options => sample => new TransformerDecoderLayer(
            RecurrentOptions.InputsOf(sample, "transformer-decoder"), options.Integer("heads"), options.Integer("feed-forward"),
            options.Number("dropout"), options.Flag("norm-first"), options.Text("activation") == "gelu"),
    };

    /// <summary>Refuses: a sample is a target and a memory.</summary>
    /// <exception cref="ShapeException">Always; the message says what to use.</exception>
    public override Shape OutputShape(Shape input) => throw new ShapeException(Remedy);

    /// <inheritdoc/>
    public override string Describe() => description;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass) => throw new ShapeException(Remedy);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor first, Tensor second, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        attention.OutputShape(first.Shape.Rank == 3 ? first.Shape.Inner() : first.Shape);
        attention.OutputShape(second.Shape.Rank == 3 ? second.Shape.Inner() : second.Shape);
        if (normFirst)
        {
            var seen = first + dropout.Forward(attention.Forward(norms[0].Forward(first, pass), pass), pass);
            var read = seen + dropout.Forward(cross.AttendTo(second, norms[1].Forward(seen, pass), pass), pass);
            return read + FeedForward(norms[2].Forward(read, pass), pass);
        }

        var own = norms[0].Forward(first + dropout.Forward(attention.Forward(first, pass), pass), pass);
        var both = norms[1].Forward(own + dropout.Forward(cross.AttendTo(second, own, pass), pass), pass);
        return norms[2].Forward(both + FeedForward(both, pass), pass);
    }

    private Tensor FeedForward(Tensor tokens, Pass pass)
    {
        var hidden = dropout.Forward(activation.Forward(widen.Forward(tokens, pass), pass), pass);
        return dropout.Forward(narrow.Forward(hidden, pass), pass);
    }
}
