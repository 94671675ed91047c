namespace Descent;

/// <summary>
/// Attention of several heads: each projects the tokens to queries, keys and values, lets every token take a weighted mean of the values,
/// softmax(Q K' / sqrt(width)) V, and all together are projected back.
/// </summary>
/// <remarks>
/// Shapes: x [n, steps, features], y likewise. Parameters as PyTorch names them: <c>in_proj_weight</c> [3 features, features], queries, keys
/// and values in this order, <c>in_proj_bias</c> [3 features], <c>out_proj.weight</c> and <c>out_proj.bias</c>; head h takes features
/// h features / heads on. Where x has a <see cref="Tensor.StepMask"/>, nothing looks at padding. Source: Vaswani et al., Attention is all
/// you need, NeurIPS 2017.
/// </remarks>
public sealed class MultiHeadAttention : Layer
{
    private readonly int features;
    private readonly int heads;
    private readonly bool causal;
    private readonly double dropout;
    private readonly RotaryWaves? rotary;
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly Linear output;

    /// <summary>An attention.</summary>
    /// <param name="features">The features of each token.</param>
    /// <param name="heads">The heads; they must divide the features.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">The share of weights that is dropped in training.</param>
    /// <param name="rotary">
    /// Whether queries and keys are turned by their places (rotary positions), so that attention knows how far apart tokens are without any
    /// encoding added to them; features i and i + width / 2 of a head are turned together.
    /// </param>
    /// <exception cref="SpecificationException">
    /// A size is below 1, the heads do not divide the features, dropout is outside [0, 1), or the width of a head is odd with rotary
    /// positions.
    /// </exception>
    public MultiHeadAttention(int features, int heads, bool causal = false, bool bias = true, double dropout = 0, bool rotary = false)
    {
        if (features < 1 || heads < 1 || features % heads != 0 || dropout is not (>= 0 and < 1))
        {
            throw new SpecificationException(
                FormattableString.Invariant(
                    $"attention needs heads that divide the features, and 0 <= dropout < 1, not {features} features, {heads} heads and dropout {dropout}."));
        }

        if (rotary && features / heads % 2 != 0)
        {
            throw new SpecificationException(
                $"attention with rotary positions needs an even number of features for each head, not {features} for {heads} heads.");
        }

        (this.features, this.heads, this.causal, this.dropout) = (features, heads, causal, dropout);
        this.rotary = rotary ? new RotaryWaves(features / heads) : null;
        weight = Add(new Parameter("in_proj_weight", new Shape(3 * features, features), new Xavier()));
        this.bias = bias ? Add(new Parameter("in_proj_bias", new Shape(3 * features), Constant.Zero)) : null;
        output = Add("out_proj", new Linear(features, features, bias, biasInitializer: Constant.Zero));
    }

    /// <summary>How attention describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "attention",
        Aliases = ["multi-head-attention", "self-attention"],
        Summary = "Lets every token of a sequence look at all others, through several heads at once; the heart of transformers.",
        FormulaText = "y = concat over heads of softmax(Q K' / sqrt(width)) V, projected; Q, K, V = x W' + b",
        Options =
        [
            new Option("heads", OptionKind.Integer, "the heads, which must divide the features", null) { Minimum = 1, Positional = true },
            new Option("causal", OptionKind.Flag, "a token sees only itself and those before it", "false"),
            new Option("bias", OptionKind.Flag, "whether the projections have biases", "true"),
            new Option("dropout", OptionKind.Number, "the share of weights that is dropped in training", "0")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true,
            },
            new Option("rotary", OptionKind.Flag, "turn queries and keys by their places, so that the order of tokens is known", "false"),
        ],
        Expects = "sequences [steps, features]",
        Source = "Vaswani et al., Attention is all you need, NeurIPS 2017",
        Caveats = "Without rotary it knows no order: put positional before it. Work and memory grow with the square of the steps.",
        Create = options => sample => new MultiHeadAttention(
            RecurrentOptions.InputsOf(sample, "attention"), options.Integer("heads"), options.Flag("causal"), options.Flag("bias"),
            options.Number("dropout"), options.Flag("rotary")),
    };

    /// <summary>Attention of some tokens to others, with its weights.</summary>
    /// <param name="query">The tokens that look [n, to, features].</param>
    /// <param name="key">What they look at [n, from, features]; padding by its <see cref="Tensor.StepMask"/> is not looked at.</param>
    /// <param name="value">What they take from it [n, from, features].</param>
    /// <param name="mask">
    /// What is added to the scores, or, where it holds integers, 1 where attention is allowed and 0 where not; it stretches to
    /// [n, heads, to, from]. Null for none.
    /// </param>
    /// <returns>
    /// The outputs [n, to, features] and the weights [n, heads, to, from], which are 0 for a token that may look at nothing.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        EnsureInitialized();
        return Attend(query, key, value, mask, Pass.Evaluation);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 2 && input[1] == features
            ? input
            : throw new ShapeException($"attention expects samples that are sequences [steps, {features}], not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe()
        => $"attention {features} heads {heads}{(causal ? " causal" : "")}{(rotary is null ? "" : " rotary")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        OutputShape(input.Shape.Rank == 3 ? input.Shape.Inner() : input.Shape);
        if (pass.IsTraining && dropout > 0)
        {
            return Attend(input, input, input, null, pass).Output;
        }

        var product = input.MatMul(weight, transposeOther: true);
        var projections = Turned(bias is null ? product : product + bias, 2 * features);
        Tensor[] mask = input.StepMask is { } steps ? [steps] : [];
        return output.Forward(new SelfAttentionOperation(heads, causal).Apply([projections, .. mask])[0], pass);
    }

    /// <summary>Attention to other tokens than those that look, with dropout in training.</summary>
    internal Tensor AttendTo(Tensor memory, Tensor query, Pass pass)
    {
        EnsureInitialized();
        return Attend(query, memory, memory, null, pass).Output;
    }

    private (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        if (key.StepMask is { } steps)
        {
            var padding = ScaledDotProduct.Additive(steps.Reshape(steps.Shape[0], 1, 1, steps.Shape[1]), key.Type);
            mask = mask is null ? padding : ScaledDotProduct.Additive(mask, key.Type) + padding;
        }

        Tensor[] parts = [Project(query, 0), Project(key, 1), Project(value, 2)];
        var (y, weights) = ScaledDotProduct.Of(parts[0], parts[1], parts[2], mask, causal);
        if (pass.IsTraining && dropout > 0)
        {
            y = new DropoutOperation(dropout, pass.NextKeySource()).Apply(weights)[0].MatMul(parts[2]);
        }

        return (output.Forward(y.Permute(0, 2, 1, 3).Reshape(query.Shape), pass), weights);
    }

    /// <summary>Queries, keys or values [n, heads, steps, width].</summary>
    private Tensor Project(Tensor tokens, int part)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var product = tokens.MatMul(weight.Value.Slice(0, part * features, features), transposeOther: true);
        product = bias is null ? product : product + bias.Value.Slice(0, part * features, features);
        product = part < 2 ? Turned(product, features) : product;
        return product.Reshape(tokens.Shape[0], tokens.Shape[1], heads, features / heads).Permute(0, 2, 1, 3);
    }

    /// <summary>Projections [n, steps, ...] whose first features, queries and keys, are turned by their places.</summary>
    private Tensor Turned(Tensor projections, int turned) => rotary is null
        ? projections
        : new RotateOperation(turned, features / heads).Apply(projections, rotary.Of(projections.Shape[1], projections.Type))[0];
}
