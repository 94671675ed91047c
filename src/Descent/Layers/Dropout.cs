namespace Descent;

/// <summary>In training each element is 0 with a probability p, else x / (1 - p); in evaluation everything passes.</summary>
/// <remarks>Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 2014.</remarks>
public sealed class Dropout : Layer
{
    private readonly double probability;

    /// <summary>A dropout layer.</summary>
    /// <param name="probability">p, the share that is dropped, in [0, 1).</param>
    /// <exception cref="SpecificationException">p is outside [0, 1).</exception>
    public Dropout(double probability = 0.5)
    {
        this.probability = probability is >= 0 and < 1
            ? probability
            : throw new SpecificationException($"dropout needs a probability p with 0 <= p < 1, not {probability}.");
    }

    /// <summary>How dropout describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "dropout",
        Summary = "Drops a random share of the numbers in training, so that no unit relies on single others; against overfitting.",
        FormulaText = "y = x mask / (1 - p), mask = 1 with probability 1 - p, else 0",
        Options =
        [
            new Option("p", OptionKind.Number, "the share that is dropped", "0.5")
            {
                Minimum = 0, Maximum = 1, BelowMaximum = true, Positional = true, Aliases = ["rate", "probability"],
            },
        ],
        Source = "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, JMLR 2014",
        Caveats = "Acts in training only, so training losses read higher than those of validation.",
        Create = options => _ => new Dropout(options.Number("p")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"dropout {probability}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        return pass.IsTraining && probability > 0 ? new DropoutOperation(probability, pass.NextKeySource()).Apply(input)[0] : input;
    }
}
