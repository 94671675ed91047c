namespace Descent;

/// <summary>
/// Long short-term memory: i, f, o = sigmoid and g = tanh of W x + b + U h + c, in the order i, f, g, o; the cell c' = f c + i g forgets and
/// takes in, and h' = o tanh(c') is what it shows.
/// </summary>
/// <remarks><inheritdoc cref="RecurrentLayer"/> Sources: Hochreiter and Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000.</remarks>
public sealed class Lstm : RecurrentLayer
{
    /// <summary>An LSTM.</summary>
    /// <param name="inputs">The features of each step.</param>
    /// <param name="hidden">The hidden width of one direction.</param>
    /// <param name="options">Layers, directions and the like; one layer forward with biases unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Lstm(int inputs, int hidden, RecurrentOptions? options = null)
        : base(new LstmForm(), inputs, hidden, options ?? new RecurrentOptions())
    {
    }

    /// <summary>How lstm describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "lstm",
        Summary = "Reads a sequence step by step with a memory that gates open and close, so that gradients last over many steps.",
        FormulaText = "c' = f c + i g, h' = o tanh(c'), where i, f, o = sigmoid and g = tanh of W x + b + U h + c",
        Options = RecurrentOptions.Known,
        Expects = "sequences [steps, features]",
        Source = "Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 1997",
        Caveats = "Steps cannot be taken at the same time. Clip gradients: the memory makes vanishing ones rare, not exploding ones.",
        Create = values => sample => new Lstm(
            RecurrentOptions.InputsOf(sample, "lstm"), values.Integer("hidden"), RecurrentOptions.Of(values)),
    };
}
