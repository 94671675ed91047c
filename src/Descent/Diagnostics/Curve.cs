namespace Descent;

/// <summary>How a concept looks as a function of one number, computed by the engine that trains: for plots and reference pages.</summary>
/// <param name="Axis">What runs from left to right.</param>
/// <param name="X">The places, from left to right.</param>
/// <param name="Values">The values there.</param>
/// <param name="Slopes">The derivatives there, by the engine's own gradient; empty where there is none.</param>
public sealed record Curve(string Axis, IReadOnlyList<double> X, IReadOnlyList<double> Values, IReadOnlyList<double> Slopes)
{
    private const int Points = 241;

    /// <summary>
    /// The curve of an activation of single numbers, a loss of single predictions or a schedule, with its options at their defaults;
    /// null for what is no function of one number.
    /// </summary>
    public static Curve? Of(Definition definition) => definition switch
    {
        Definition<LayerFactory> { Kind: ConceptKind.Activation, Expression: not null } activation => OfActivation(activation),
        Definition<Loss> loss => LossCurve.Of(loss.CreateDefault()),
        Definition<Schedule> schedule when schedule.Options.All(option => option.Default is not null) => OfSchedule(schedule),
        _ => null,
    };

    /// <summary>Places at equal distances, whole numbers among them where the ends are whole numbers.</summary>
    internal static double[] Places(double from, double to)
        => [.. Enumerable.Range(0, Points).Select(i => from + ((to - from) * i / (Points - 1)))];

    private static Curve OfActivation(Definition<LayerFactory> definition)
    {
        var places = Places(-4, 4);
        var layer = definition.CreateDefault()(new Shape(1));
        layer.Convert(ElementType.Float64);
        var x = Tensor.From(places, Points, 1).Tracked();
        var y = layer.Forward(x);
        var slopes = y.RequiresGradient ? Gradients.Of(y.Sum(), [x])[0].ToDoubles() : new double[Points];
        return new Curve("x", places, y.ToDoubles(), slopes);
    }

    private static Curve OfSchedule(Definition<Schedule> definition)
    {
        const int Epochs = 100;
        var schedule = definition.CreateDefault().Over(Epochs);
        double[] steps = [.. Enumerable.Range(0, Epochs + 1)];
        return new Curve("epoch", steps, [.. steps.Select(step => schedule.Rate(1, (int)step))], []);
    }
}
