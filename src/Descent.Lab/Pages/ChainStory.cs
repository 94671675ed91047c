namespace Descent.Lab.Pages;

/// <summary>An explanation as the page tells it.</summary>
/// <param name="Sections">The parts.</param>
/// <param name="Steps">All steps, in order.</param>
/// <param name="Graph">How the quantities depend on one another; null where there are too many to draw.</param>
/// <param name="Samples">The samples with errors and terms, where the explanation has them.</param>
/// <param name="Loss">The loss before the step.</param>
/// <param name="LossAfter">The loss after it.</param>
internal sealed record ChainStory(
    ChainSection[] Sections, ChainStep[] Steps, ChainGraph? Graph, ChainSamples? Samples, double? Loss, double? LossAfter)
{
    /// <summary>The story of an explanation.</summary>
    public static ChainStory Of(Explanation explanation)
    {
        double? ValueOf(string name) => explanation.Steps.FirstOrDefault(step => step.Name == name)?.Value;
        return new(
            [.. explanation.Sections.Select(section => new ChainSection(section.Title, section.Text))],
            [.. explanation.Sections.SelectMany((section, index) => section.Steps.Select(step => ChainStep.Of(explanation, step, index)))],
            ChainGraph.Of(explanation),
            ChainSamples.Of(explanation),
            ValueOf("L"),
            ValueOf("L'"));
    }
}

/// <summary>A part of the story.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What it is about.</param>
internal sealed record ChainSection(string Title, string Text);

/// <summary>One step.</summary>
/// <param name="Name">The symbol as text, by which it is known.</param>
/// <param name="Section">The place of its section.</param>
/// <param name="Symbol">The symbol as MathML.</param>
/// <param name="Formula">The formula in symbols, as MathML; null where the quantity is given.</param>
/// <param name="Numbers">The formula with numbers, as MathML.</param>
/// <param name="Value">The value.</param>
/// <param name="Difference">For a derivative, the same by finite differences.</param>
/// <param name="Note">A remark.</param>
/// <param name="Sentence">The step in one sentence.</param>
/// <param name="Uses">The names of what the formula uses.</param>
/// <param name="Chain">For a derivative of the loss, its factors.</param>
internal sealed record ChainStep(
    string Name,
    int Section,
    string Symbol,
    string? Formula,
    string? Numbers,
    double Value,
    double? Difference,
    string? Note,
    string Sentence,
    string[] Uses,
    ChainLink[] Chain)
{
    /// <summary>A step of an explanation.</summary>
    public static ChainStep Of(Explanation explanation, ExplanationStep step, int section) => new(
        step.Name,
        section,
        MathMl.Symbol(step.Name),
        step.Formula is { } formula ? MathMl.Formula(formula) : null,
        step.Formula is { } tree ? MathMl.Formula(tree, step.Numbers) : null,
        step.Value,
        step.Difference,
        step.Note,
        StepSentence.Of(step),
        [.. step.Numbers.Keys],
        ChainRule.IsFlow(step.Name) ? [.. ChainRule.Of(explanation, step.Name).Select(ChainLink.Of)] : []);
}

/// <summary>One factor of a chain.</summary>
/// <param name="Derivative">The local derivative as MathML.</param>
/// <param name="Is">What it equals, as MathML; null where it has its own step.</param>
/// <param name="Value">Its value.</param>
/// <param name="Product">The product up to here as MathML.</param>
/// <param name="ProductName">The product's name.</param>
/// <param name="ProductValue">The product's value.</param>
internal sealed record ChainLink(string Derivative, string? Is, double Value, string Product, string ProductName, double ProductValue)
{
    /// <summary>A factor.</summary>
    public static ChainLink Of(ChainFactor factor) => new(
        MathMl.Symbol(factor.Derivative),
        factor.Is is { } symbol ? MathMl.Symbol(symbol) : null,
        factor.Value,
        MathMl.Symbol(factor.Product),
        factor.Product,
        factor.ProductValue);
}
