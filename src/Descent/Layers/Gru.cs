namespace Descent;

/// <summary>
/// Gated recurrent unit: r, z = sigmoid(W x + b + U h + c), n = tanh(W x + b + r (U h + c)), h' = (1 - z) n + z h, the weights' rows in the
/// order r, z, n.
/// </summary>
/// <remarks><inheritdoc cref="RecurrentLayer"/> Source: Cho et al., EMNLP 2014, with the reset gate after the product as in PyTorch.</remarks>
public sealed class Gru : RecurrentLayer
{
    /// <summary>A GRU.</summary>
    /// <param name="inputs">The features of each step.</param>
    /// <param name="hidden">The hidden width of one direction.</param>
    /// <param name="options">Layers, directions and the like; one layer forward with biases unless given.</param>
    /// <exception cref="SpecificationException">A size is below 1.</exception>
    public Gru(int inputs, int hidden, RecurrentOptions? options = null)
        : base(new GruForm(), inputs, hidden, options ?? new RecurrentOptions())
    {
    }

    /// <summary>How gru describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Layer,
        Name = "gru",
        Summary = "Reads a sequence step by step with two gates, much like lstm with a quarter fewer weights.",
        FormulaText = "h' = (1 - z) n + z h, n = tanh(W x + b + r (U h + c)), where r, z = sigmoid of W x + b + U h + c",
        Options = RecurrentOptions.Known,
        Expects = "sequences [steps, features]",
        Source = "Cho et al., Learning phrase representations using RNN encoder-decoder, EMNLP 2014",
        Caveats = "The reset gate acts after the product, as in PyTorch, not before it as in the paper.",
        Create = values => sample => new Gru(
            RecurrentOptions.InputsOf(sample, "gru"), values.Integer("hidden"), RecurrentOptions.Of(values)),
    };
}
