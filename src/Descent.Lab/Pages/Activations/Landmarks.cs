namespace Descent.Lab.Pages.Activations;

/// <summary>What a function of one number does between places, found from the engine's values and derivatives alone.</summary>
internal static class Landmarks
{
    private const int Halvings = 48, Decimals = 12;
    private const double Step = 1e-6, LeastBend = 1e-4, Rounding = 1e-12;

    /// <summary>Where the difference quotients from the left and from the right differ, or the value jumps.</summary>
    public static Kink[] Kinks(ScalarActivation activation, double[] places)
    {
        var jumps = Changes(places, at => activation.At(at).Values);
        return [.. Changes(places, at => activation.At(at).Gradients).Union(jumps).Order().Select(place =>
        {
            var (values, gradients) = activation.At([place - Step, place, place + Step]);
            return new Kink(
                place, values[1], gradients[1], (values[1] - values[0]) / Step, (values[2] - values[1]) / Step, values[0], values[2], jumps.Contains(place));
        }).Where(kink => kink.Jumps || Math.Abs(kink.Left - kink.Right) > LeastBend)];
    }

    /// <summary>The stretches in which the derivative is as asked, with their ends searched for.</summary>
    public static Stretch[] Stretches(ScalarActivation activation, double[] places, Predicate<double> holds)
    {
        bool[] Holds(double[] at) => Array.ConvertAll(activation.At(at).Gradients, gradient => holds(gradient));
        var inside = Holds(places);
        var ends = Enumerable.Range(0, places.Length - 1).Where(i => inside[i] != inside[i + 1]).ToArray();
        double[] low = [.. ends.Select(i => places[i])], high = [.. ends.Select(i => places[i + 1])];
        bool[] before = [.. ends.Select(i => inside[i])];
        for (var round = 0; round < Halvings && ends.Length > 0; round++)
        {
            double[] middle = [.. low.Zip(high, (left, right) => left + ((right - left) / 2))];
            var found = Holds(middle);
            for (var i = 0; i < middle.Length; i++)
            {
                (found[i] == before[i] ? low : high)[i] = middle[i];
            }
        }

        double[] bounds = [.. inside[0] ? places[..1] : [], .. high.Select(Rounded), .. inside[^1] ? places[^1..] : []];
        return [.. bounds.Chunk(2).Select(pair => new Stretch(pair[0], pair[1]))];
    }

    /// <summary>Whether values never rise, or never fall, by more than rounding.</summary>
    public static bool IsMonotone(double[] values)
    {
        var steps = values.Zip(values.Skip(1), (left, right) => right - left).ToArray();
        return steps.All(step => step >= -Rounding) || steps.All(step => step <= Rounding);
    }

    /// <summary>
    /// Where something changes at once. Of each interval the half in which it changes more is taken again and again: of what is smooth no
    /// change is left.
    /// </summary>
    private static double[] Changes(double[] places, Func<double[], double[]> what)
    {
        var at = what(places);
        Interval[] left = [.. Enumerable.Range(0, places.Length - 1).Select(i => new Interval(places[i], places[i + 1], at[i], at[i + 1]))];
        for (var round = 0; round < Halvings && left.Length > 0; round++)
        {
            var found = what(Array.ConvertAll(left, interval => interval.Middle));
            left = [.. left.Select((interval, i) => interval.Half(found[i])).Where(interval => interval.Change > LeastBend)];
        }

        return [.. left.Select(interval => Rounded(interval.Low)).Distinct()];
    }

    // Adding 0 makes 0 of -0.
    private static double Rounded(double place) => Math.Round(place, Decimals) + 0.0;

    private readonly record struct Interval(double Low, double High, double Lowest, double Highest)
    {
        public double Middle => Low + ((High - Low) / 2);

        public double Change => Math.Abs(Highest - Lowest);

        public Interval Half(double found) => Math.Abs(found - Lowest) > Math.Abs(Highest - found)
            ? this with { High = Middle, Highest = found }
            : this with { Low = Middle, Lowest = found };
    }
}

/// <summary>A place without a derivative.</summary>
/// <param name="Place">Where.</param>
/// <param name="Value">The value there.</param>
/// <param name="Gradient">The derivative that the engine uses there, by convention.</param>
/// <param name="Left">The difference quotient from the left.</param>
/// <param name="Right">The difference quotient from the right.</param>
/// <param name="Before">The value just before.</param>
/// <param name="After">The value just after.</param>
/// <param name="Jumps">Whether the value itself jumps.</param>
internal sealed record Kink(double Place, double Value, double Gradient, double Left, double Right, double Before, double After, bool Jumps);

/// <summary>A stretch of the axis.</summary>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
internal sealed record Stretch(double From, double To);
