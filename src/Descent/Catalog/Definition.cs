namespace Descent;

/// <summary>What kind of concept a definition describes.</summary>
public enum ConceptKind
{
    /// <summary>A loss function.</summary>
    Loss,

    /// <summary>An activation function.</summary>
    Activation,

    /// <summary>A layer that is not an activation.</summary>
    Layer,

    /// <summary>An optimizer.</summary>
    Optimizer,

    /// <summary>A learning-rate schedule.</summary>
    Schedule,

    /// <summary>An initializer.</summary>
    Initializer,

    /// <summary>A metric.</summary>
    Metric,

    /// <summary>A random change of what is trained on.</summary>
    Augmentation,

    /// <summary>A built-in or known data set.</summary>
    Dataset,

    /// <summary>A program to read and to run.</summary>
    Example,

    /// <summary>What the doctor can find in data, model or training.</summary>
    Finding,
}

/// <summary>How a concept describes itself: from here come the specification parser, the listings, the reference pages and the shared tests.</summary>
public abstract class Definition
{
    /// <summary>The kind of concept.</summary>
    public required ConceptKind Kind { get; init; }

    /// <summary>The name in specifications: lower case, words joined by hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it is and when to use it, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The formula as text where it is no function of single numbers; else <see cref="Expression"/> is given.</summary>
    public string Formula => Expression?.ToString() ?? FormulaText;

    /// <summary>The formula as a tree, for functions of single numbers.</summary>
    public Expression? Expression { get; init; }

    /// <summary>The formula as text, where no tree is given.</summary>
    public string FormulaText { get; init; } = "";

    /// <summary>The derivative of <see cref="Formula"/> as text; empty where there is none to give.</summary>
    public string Gradient => Expression is null ? GradientText : $"{Expression.Derivative("x")}";

    /// <summary>The gradient as text, where no tree is given: for a loss, with respect to the prediction.</summary>
    public string GradientText { get; init; } = "";

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>The interval that its values lie in, for activations: <c>(0, 1)</c>; empty where that is obvious.</summary>
    public string Range { get; init; } = "";

    /// <summary>What it expects: logits, probabilities, values; empty where that is obvious.</summary>
    public string Expects { get; init; } = "";

    /// <summary>The paper or book it is from.</summary>
    public required string Source { get; init; }

    /// <summary>What happens at kinks and extremes, and when not to use it.</summary>
    public string Caveats { get; init; } = "";

    /// <summary>Makes the thing, as an object; <see cref="Definition{T}.Create"/> is typed.</summary>
    public abstract object Make(OptionValues options);
}

/// <summary>A definition that makes a <typeparamref name="T"/> from option values.</summary>
public sealed class Definition<T> : Definition
    where T : notnull
{
    /// <summary>Makes the thing from checked option values.</summary>
    public required Func<OptionValues, T> Create { get; init; }

    /// <inheritdoc/>
    public override object Make(OptionValues options) => Create(options);

    /// <summary>Makes the thing with every option at its default.</summary>
    /// <exception cref="SpecificationException">An option must be given; it is named.</exception>
    public T CreateDefault() => Create(new OptionValues(Name, Options, new Dictionary<string, string>()));
}

/// <summary>Makes a layer that takes samples of a shape; a specification names only what the shape does not tell.</summary>
public delegate Layer LayerFactory(Shape inputShape);
