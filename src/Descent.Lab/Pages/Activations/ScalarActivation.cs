using Descent.Lab.Safety;

namespace Descent.Lab.Pages.Activations;

/// <summary>An activation of the Catalog that is a function of one number: its values and its derivatives are the engine's, in Float64.</summary>
internal sealed class ScalarActivation
{
    private const int MostActivations = 6;

    private static readonly Definition<LayerFactory>[] Known = [.. Catalog.Activations.Where(definition => definition.Expression is not null)];

    private readonly Layer layer;
    private readonly Expression formula;

    private ScalarActivation(string text)
    {
        Text = text;
        layer = Factory(text)(new Shape(1));
        layer.Convert(ElementType.Float64);
        formula = (layer as IElementwiseFormula)?.Formula(Expression.Variable("x"))
            ?? Specification.Find(text.Split(' ')[0], Known, "activation").Expression!;
    }

    /// <summary>The names of those that there are.</summary>
    public static string[] Names => Array.ConvertAll(Known, definition => definition.Name);

    /// <summary>The specification, such as <c>elu alpha=0.1</c>.</summary>
    public string Text { get; }

    /// <summary>The activations of specifications with semicolons between them.</summary>
    public static ScalarActivation[] Made(string activations)
    {
        var texts = activations.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Limits.Within("The number of activations", texts.Length, 1, MostActivations);
        return Array.ConvertAll(texts, text => new ScalarActivation(text));
    }

    /// <summary>What makes the activation's layer.</summary>
    public static LayerFactory Factory(string text) => Specification.Make(Limits.Short("An activation", text), Known, "activation of one number");

    /// <summary>f of a tensor, recorded.</summary>
    public Tensor Apply(Tensor input) => layer.Forward(input);

    /// <summary>f and f' at places.</summary>
    public (double[] Values, double[] Gradients) At(double[] places)
    {
        var x = Tensor.From(places, places.Length, 1).Tracked();
        var y = layer.Forward(x);
        return (y.ToDoubles(), y.RequiresGradient ? Gradients.Of(y.Sum(), [x])[0].ToDoubles() : new double[places.Length]);
    }

    /// <summary>f and f' over places, with what is to be known about them.</summary>
    /// <param name="places">The places, from left to right.</param>
    /// <param name="bound">What |f'| is below where the function counts as saturated.</param>
    public ActivationCurve Over(double[] places, double bound)
    {
        var (values, gradients) = At(places);
        return new ActivationCurve(
            Text, MathMl.Formula(formula), MathMl.Formula(formula.Derivative("x")), values, gradients, Landmarks.Kinks(this, places),
            Landmarks.Stretches(this, places, gradient => Math.Abs(gradient) < bound), Landmarks.IsMonotone(values));
    }

    /// <summary>f and f' at one place.</summary>
    public ActivationReading Read(double x, double bound)
    {
        var (values, gradients) = At([x]);
        return new ActivationReading(Text, values[0], gradients[0], Math.Abs(gradients[0]) < bound);
    }
}

/// <summary>Activations over places.</summary>
/// <param name="Places">The places.</param>
/// <param name="Curves">A curve for each activation.</param>
internal sealed record ActivationCurves(double[] Places, ActivationCurve[] Curves);

/// <summary>One activation over places.</summary>
/// <param name="Activation">The specification.</param>
/// <param name="FormulaMath">f as MathML, with its options.</param>
/// <param name="GradientMath">f' as MathML.</param>
/// <param name="Values">f.</param>
/// <param name="Gradients">f', by the engine.</param>
/// <param name="Kinks">Where f has no derivative.</param>
/// <param name="Saturated">Where |f'| is below the bound.</param>
/// <param name="Monotone">Whether f never turns back within the places.</param>
internal sealed record ActivationCurve(
    string Activation, string FormulaMath, string GradientMath, double[] Values, double[] Gradients, Kink[] Kinks, Stretch[] Saturated, bool Monotone);

/// <summary>One activation at one place.</summary>
/// <param name="Activation">The specification.</param>
/// <param name="Value">f(x).</param>
/// <param name="Gradient">f'(x), by the engine.</param>
/// <param name="Saturated">Whether |f'(x)| is below the bound.</param>
internal sealed record ActivationReading(string Activation, double Value, double Gradient, bool Saturated);
