namespace Descent;

/// <summary>
/// One step of training, told with symbols and numbers: the network, its forward pass, the loss, the chain rule and the update. Every number
/// is an element of a tensor that the engine computed; a renderer for each format writes it down.
/// </summary>
/// <param name="Title">What is explained.</param>
/// <param name="Sections">The parts, in the order of the computation.</param>
public sealed record Explanation(string Title, IReadOnlyList<ExplanationSection> Sections)
{
    /// <summary>All steps of all sections, in order.</summary>
    public IEnumerable<ExplanationStep> Steps => Sections.SelectMany(section => section.Steps);

    /// <summary>The value of the first step with a name.</summary>
    /// <exception cref="DescentException">There is no such step; the nearest names are told.</exception>
    public double this[string name] => Steps.FirstOrDefault(step => step.Name == name)?.Value
        ?? throw new DescentException($"The explanation has no '{name}'. {NearestNames.Suggest(name, Steps.Select(step => step.Name))}");
}

/// <summary>A part of an explanation.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What it is about, in sentences; may be empty.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record ExplanationSection(string Title, string Text, IReadOnlyList<ExplanationStep> Steps);

/// <summary>One quantity: its symbol, how it comes about, and its value.</summary>
/// <param name="Name">
/// The symbol: a letter or word with an upper index after ^ and a lower one after _, such as <c>w_11</c> or <c>z^(2)_3</c>; a derivative
/// is <c>dL/dw_11</c>, a value after the step <c>w_11'</c>, a norm <c>|dL/dz^(2)|</c>.
/// </param>
/// <param name="Value">The number that the engine computed.</param>
public sealed record ExplanationStep(string Name, double Value)
{
    /// <summary>The formula in symbols, such as w_11*x_1 + b_1; null where the quantity is given, or is one operation of the engine.</summary>
    public Expression? Formula { get; init; }

    /// <summary>The values of the symbols in the formula.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();

    /// <summary>For a derivative, the same by differences of the function itself.</summary>
    public double? Difference { get; init; }

    /// <summary>A remark; null for none.</summary>
    public string? Note { get; init; }
}
