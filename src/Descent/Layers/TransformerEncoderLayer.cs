namespace Descent;

/// <summary>
/// The encoder block of a transformer: attention and a feed-forward network, each added to its input and normalised.
/// After the sum, y = norm2(u + f(u)) with u = norm1(x + attention(x)); or first, y = u + f(norm2(u)) with u = x + attention(norm1(x)).
/// </summary>
/// <remarks>
/// Shapes: x [n, steps, features], y likewise. Parameters as PyTorch names them: <c>self_attn</c>, <c>linear1</c>, <c>linear2</c>,
/// <c>norm1</c>, <c>norm2</c>. Sources: Vaswani et al., NeurIPS 2017; normalising first: Xiong et al., ICML 2020.
/// </remarks>
public sealed class TransformerEncoderLayer : Layer
{
    private readonly MultiHeadAttention attention;
    private readonly Linear widen;
    private readonly Linear narrow;
    private readonly LayerNorm[] norms;
    private readonly Layer activation;
    private readonly Dropout dropout;
    private readonly bool normFirst;
    private readonly string description;

    /// <summary>An encoder block.</summary>
    /// <param name="features">The features of each token.</param>
    /// <param name="heads">The heads of attention; they must divide the features.</param>
    /// <param name="feedForward">The width of the feed-forward network.</param>
    /// <param name="dropout">The share that is dropped in training, in attention and after each part.</param>
    /// <param name="normFirst">Whether each part is normalised before it instead of after its sum.</param>
    /// <param name="gelu">Whether the feed-forward network uses gelu instead of relu.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    /// <param name="rotary">Whether attention turns queries and keys by their places; then no positional encoding is needed.</param>
    /// <exception cref="SpecificationException">A size is out of range.</exception>
    public TransformerEncoderLayer(
        int features, int heads, int feedForward, double dropout = 0.1, bool normFirst = false, bool gelu = false, bool causal = false,
        bool rotary = false)
    {
        attention = Add("self_attn", new MultiHeadAttention(features, heads, causal, dropout: dropout, rotary: rotary));
        widen = Add("linear1", new Linear(features, feedForward));
        narrow = Add("linear2", new Linear(feedForward, features));
        norms = [Add("norm1", new LayerNorm(features)), Add("norm2", new LayerNorm(features))];
        activation = gelu ? new Gelu() : new Relu();
        this.dropout = new Dropout(dropout);
        this.normFirst = normFirst;
        description = $"transformer {features} heads {heads} feed-forward {feedForward}{(normFirst ? " norm-first" : "")}"
            + $"{(gelu ? " gelu" : "")}{(causal ? " causal" : "")}{(rotary ? " rotary" : "")}";
    }

    /// <summary>How transformer describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "transformer",
        Aliases = ["transformer-encoder"],
        Summary = "The block that transformers are stacked of: attention and a feed-forward network, each with a way around it.",
        FormulaText = "y = norm(u + W2 relu(W1 u + b1) + b2), u = norm(x + attention(x))",
        Options =
        [
            new Option("heads", OptionKind.Integer, "the heads, which must divide the features", null) { Minimum = 1, Positional = true },
            new Option("feed-forward", OptionKind.Integer, "the width of the feed-forward network", "2048") { Minimum = 1, Positional = true },
            new Option("dropout", OptionKind.Number, "the share that is dropped in training", "0.1")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true,
            },
            new Option("norm-first", OptionKind.Flag, "normalise each part before it instead of after its sum", "false"),
            new Option("activation", OptionKind.Text, "the function between the two linear layers", "relu") { Choices = ["relu", "gelu"] },
            new Option("causal", OptionKind.Flag, "a token sees only itself and those before it", "false"),
            new Option("rotary", OptionKind.Flag, "attention turns queries and keys by their places", "false"),
        ],
        Expects = "sequences [steps, features]",
        Source = "Vaswani et al., Attention is all you need, NeurIPS 2017; normalising first: Xiong et al., ICML 2020",
        Caveats = "Normalised after the sum, deep stacks need a warm-up of the learning rate; normalised first, they do not.",
        Create = options => sample => new TransformerEncoderLayer(
            RecurrentOptions.InputsOf(sample, "transformer"), options.Integer("heads"), options.Integer("feed-forward"),
            options.Number("dropout"), options.Flag("norm-first"), options.Text("activation") == "gelu", options.Flag("causal"),
            options.Flag("rotary")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => attention.OutputShape(input);

    /// <inheritdoc/>
    public override string Describe() => description;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (normFirst)
        {
            var sum = input + Attend(norms[0].Forward(input, pass), pass);
            return sum + FeedForward(norms[1].Forward(sum, pass), pass);
        }

        var tokens = norms[0].Forward(input + Attend(input, pass), pass);
        return norms[1].Forward(tokens + FeedForward(tokens, pass), pass);
    }

    private Tensor Attend(Tensor tokens, Pass pass) => dropout.Forward(attention.Forward(tokens, pass), pass);

    private Tensor FeedForward(Tensor tokens, Pass pass)
    {
        var hidden = dropout.Forward(activation.Forward(widen.Forward(tokens, pass), pass), pass);
        return dropout.Forward(narrow.Forward(hidden, pass), pass);
    }
}
