namespace Descent;

/// <summary>The mean, or the sum, of the rows of a table that the tokens of a sample name: y = mean over t of weight[x_t].</summary>
/// <remarks>
/// Shapes: x Int32, or whole floating numbers, [n, steps], weight [rows, width], y [n, width]. Padding, by its index or the
/// <see cref="Tensor.StepMask"/> of x, does not count; a sample of nothing but padding gives 0. Source: Joulin et al., Bag of tricks for
/// efficient text classification, EACL 2017.
/// </remarks>
public sealed class EmbeddingBag : Layer
{
    private readonly Parameter weight;
    private readonly int? padding;
    private readonly bool sum;

    /// <summary>A table whose rows are averaged or summed.</summary>
    /// <param name="rows">How many different tokens there are.</param>
    /// <param name="width">The numbers for each.</param>
    /// <param name="padding">The token that fills short samples up and does not count; null for none.</param>
    /// <param name="sum">Whether rows are summed instead of averaged.</param>
    /// <param name="initializer">The first values; normal with deviation 1 unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1, or the padding index is no row.</exception>
    public EmbeddingBag(int rows, int width, int? padding = null, bool sum = false, Initializer? initializer = null)
    {
        weight = Add(Embedding.Table(rows, width, padding, initializer));
        (this.padding, this.sum) = (padding, sum);
    }

    /// <summary>How embedding-bag describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "embedding-bag",
        Summary = "Averages the rows of trained numbers of all tokens of a text: before a linear layer, a fast model of sentiment.",
        FormulaText = "y = mean over t of weight[x_t]",
        Options =
        [
            new Option("rows", OptionKind.Integer, "how many different tokens there are", null) { Minimum = 1, Positional = true },
            new Option("width", OptionKind.Integer, "the numbers for each token", null) { Minimum = 1, Positional = true },
            new Option("padding", OptionKind.Integer, "the token that fills short samples up and does not count", "none") { Minimum = 0 },
            new Option("mode", OptionKind.Text, "what is taken over the tokens", "mean") { Choices = ["mean", "sum"] },
        ],
        Expects = "Int32 tokens, or whole numbers, [steps]",
        Source = "Joulin, Grave, Bojanowski and Mikolov, Bag of tricks for efficient text classification, EACL 2017",
        Caveats = "Forgets the order of the tokens: 'not good, bad' and 'not bad, good' are one.",
        Create = options => _ => new EmbeddingBag(
            options.Integer("rows"), options.Integer("width"), options.IsNone("padding") ? null : options.Integer("padding"),
            options.Text("mode") == "sum"),
    };

    /// <summary>The table, of shape [rows, width].</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 1 && input[0] > 0
            ? new Shape(weight.Shape[1])
            : throw new ShapeException($"embedding-bag expects samples that are tokens [steps], at least one, not {input}.");
    }

    /// <inheritdoc/>
    public override string Describe() => $"embedding-bag {weight.Shape[0]} x {weight.Shape[1]}{(sum ? " sum" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        OutputShape(input.Shape.Rank > 0 ? input.Shape.Inner() : input.Shape);
        var rows = Embedding.Look(weight, input, padding);
        if (rows.StepMask is not { } mask)
        {
            return sum ? rows.Sum(1) : rows.Mean(1);
        }

        var real = Tensor.StepFactor(mask, rows);
        return sum ? rows.Keep(real).Sum(1) : SequencePooling.MeanOfReal(rows, real);
    }
}
