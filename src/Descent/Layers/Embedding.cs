namespace Descent;

/// <summary>A table with one row of trained numbers for each word, class or token: y = weight[x].</summary>
/// <remarks>
/// Shapes: x Int32, or whole floating numbers as a data set gives them, [n, ...], weight [rows, width], y [n, ..., width]. Repeated
/// indices add up their gradients, in their order. Source: Bengio, Ducharme, Vincent and Jauvin, A neural probabilistic language model,
/// JMLR 2003.
/// </remarks>
public sealed class Embedding : Layer
{
    private readonly int rows;
    private readonly int width;
    private readonly int? padding;
    private readonly Parameter weight;

    /// <summary>A table.</summary>
    /// <param name="rows">How many different indices there are.</param>
    /// <param name="width">The numbers for each.</param>
    /// <param name="padding">
    /// An index whose row is never trained and whose steps are padding for the layers after it (<see cref="Tensor.StepMask"/>); null for
    /// none.
    /// </param>
    /// <param name="initializer">The first values; normal with deviation 1 unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1, or the padding index is no row.</exception>
    public Embedding(int rows, int width, int? padding = null, Initializer? initializer = null)
    {
        (this.rows, this.width, this.padding) = (rows, width, padding);
        weight = Add(Table(rows, width, padding, initializer));
    }

    /// <summary>How embedding describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "embedding",
        Summary = "Looks up a row of trained numbers for each index; the first layer where inputs are words, tokens or categories.",
        FormulaText = "y = weight[x]",
        Options =
        [
            new Option("rows", OptionKind.Integer, "how many different indices there are", null) { Minimum = 1, Positional = true },
            new Option("width", OptionKind.Integer, "the numbers for each index", null) { Minimum = 1, Positional = true },
            new Option("padding", OptionKind.Integer, "an index whose row is never trained and whose steps later layers leave out", "none")
            {
                Minimum = 0,
            },
        ],
        Expects = "Int32 indices, or whole numbers",
        Source = "Bengio, Ducharme, Vincent and Jauvin, A neural probabilistic language model, JMLR 2003",
        Caveats = "An index outside the table is an error that names its place.",
        Create = options => _ => new Embedding(
            options.Integer("rows"), options.Integer("width"), options.IsNone("padding") ? null : options.Integer("padding")),
    };

    /// <summary>The table, of shape [rows, width].</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Shape([.. input.Lengths, width]);
    }

    /// <inheritdoc/>
    public override string Describe() => $"embedding {rows} x {width}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Look(weight, input, padding);
    }

    /// <summary>The parameter <c>weight</c> [rows, width].</summary>
    /// <exception cref="SpecificationException">A size is below 1, or the padding index is no row.</exception>
    internal static Parameter Table(int rows, int width, int? padding, Initializer? initializer)
        => rows < 1 || width < 1 || padding < 0 || padding >= rows
            ? throw new SpecificationException(
                $"embedding needs at least 1 row and 1 number in it, and a padding index that is a row, not {rows}, {width} and {padding}.")
            : new Parameter("weight", new Shape(rows, width), initializer ?? new Normal());

    /// <summary>The rows that tokens name, with the mask of those that are not padding.</summary>
    /// <exception cref="DataException">A token is no whole number, or no row of the table.</exception>
    internal static Tensor Look(Tensor table, Tensor input, int? padding)
    {
        var tokens = input.Type.IsFloating() ? new WholeNumbersOperation().Apply(input)[0] : input;
        var rows = new GatherRowsOperation(padding).Apply(table, tokens)[0];
        var ofTokens = padding is { } index && tokens.Shape.Rank == 2 ? new MaskOfTokensOperation(index).Apply(tokens)[0] : null;
        rows.PassOn(input.StepMask ?? ofTokens);
        return rows;
    }
}
