namespace Descent;

/// <summary>The plain recurrent network: h' = f(W x + b + U h + c) with f tanh or relu.</summary>
/// <remarks><inheritdoc cref="RecurrentLayer"/> Source: Elman, Finding structure in time, Cognitive Science 1990.</remarks>
public sealed class Rnn : RecurrentLayer
{
    /// <summary>A plain recurrent layer.</summary>
    /// <param name="inputs">The features of each step.</param>
    /// <param name="hidden">The hidden width of one direction.</param>
    /// <param name="options">Layers, directions and the like; one layer forward with biases unless given.</param>
    /// <param name="relu">Whether f is relu instead of tanh.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Rnn(int inputs, int hidden, RecurrentOptions? options = null, bool relu = false)
        : base(new RnnForm(relu), inputs, hidden, options ?? new RecurrentOptions())
    {
    }

    /// <summary>How rnn describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "rnn",
        Aliases = ["simple-rnn"],
        Summary = "Reads a sequence step by step: each state is a layer of the step's input and the state before.",
        FormulaText = "h' = f(W x + b + U h + c)",
        Options =
        [
            .. RecurrentOptions.Known,
            new Option("nonlinearity", OptionKind.Text, "the function f", "tanh") { Choices = ["tanh", "relu"] },
        ],
        Expects = "sequences [steps, features]",
        Source = "Elman, Finding structure in time, Cognitive Science 1990",
        Caveats = "Gradients vanish or explode over some ten steps; lstm and gru reach further.",
        Create = values => sample => new Rnn(
            RecurrentOptions.InputsOf(sample, "rnn"), values.Integer("hidden"), RecurrentOptions.Of(values), values.Text("nonlinearity") == "relu"),
    };
}
