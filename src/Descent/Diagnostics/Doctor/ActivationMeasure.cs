namespace Descent;

/// <summary>Measures what came out of a layer or an activation function.</summary>
internal static class ActivationMeasure
{
    private const double FlatShare = 0.05;
    private const double MostlyShare = 0.95;

    // The largest slope of the functions that have an asymptote, or a flat part, on both sides.
    private static readonly Dictionary<string, double> TwoSided = new()
    {
        ["sigmoid"] = 0.25,
        ["tanh"] = 1,
        ["softsign"] = 1,
        ["hard-sigmoid"] = 1.0 / 6,
        ["hard-tanh"] = 1,
        ["erf"] = 1.1283791670955126,
    };

    // What applies a function to each element but is no activation by itself.
    private static readonly HashSet<string> Arithmetic =
        ["square", "sqrt", "power", "exp", "log", "abs", "reciprocal", "expm1", "sign", "quantile", "huber", "tangent log", "identity"];

    /// <summary>The name of the activation function that an operation applies; null for another operation.</summary>
    public static string? Function(TracedOperation traced) => traced.Operation is not IElementwiseFormula ? null
        : traced.Layer is HardTanh ? "hard-tanh"
        : traced.Layer is Relu6 ? "relu6"
        : Arithmetic.Contains(traced.Operation.Name) ? null
        : traced.Operation.Name;

    /// <summary>The elements' mean and deviation.</summary>
    public static ActivationFacts Describe(ActivationFacts facts, Tensor output)
    {
        var values = output.Span<float>();
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        var count = Math.Max(1, values.Length);
        var mean = sum / count;
        GC.KeepAlive(output);
        return facts with
        {
            Units = Units(output.Shape).Count,
            Mean = mean,
            Deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))),
        };
    }

    /// <summary>Which units are dead and which saturated, by the function's own derivative at each element.</summary>
    public static ActivationFacts MeasureSlopes(ActivationFacts facts, Tensor output)
    {
        if (output.Source is not { } entry)
        {
            return facts;
        }

        var slopes = Record.Without(() => entry.Operation.Gradient(entry, [Tensor.Ones(output.Shape, output.Type)])[0]!);
        var (units, inner) = Units(output.Shape);
        var (alive, flat) = (new int[units], new int[units]);
        var isTwoSided = TwoSided.TryGetValue(facts.Function, out var steepest);
        var values = slopes.Span<float>();
        var limit = (float)(FlatShare * steepest);
        for (var start = 0; start < values.Length; start += inner)
        {
            var unit = start / inner % units;
            foreach (var value in values.Slice(start, inner))
            {
                var slope = Math.Abs(value);
                alive[unit] += slope > 0 ? 1 : 0;
                flat[unit] += slope < limit ? 1 : 0;
            }
        }

        GC.KeepAlive(slopes);
        var each = values.Length / Math.Max(1, units);
        facts = facts with { DeadUnits = alive.Count(count => count == 0) };
        return !isTwoSided ? facts : facts with
        {
            SaturatedUnits = flat.Count(count => count >= MostlyShare * each),
            SaturatedShare = (double)flat.Sum() / Math.Max(1, values.Length),
        };
    }

    /// <summary>The number of units of outputs [n, units], [n, channels, height, width] or [n, steps, features], and the elements from one to the next.</summary>
    private static (int Count, int Inner) Units(Shape shape)
    {
        var axis = shape.Rank is 2 or >= 4 ? 1 : shape.Rank - 1;
        return shape.Rank == 0 ? (1, 1) : (Math.Max(1, shape[axis]), Math.Max(1, shape.Product(axis + 1, shape.Rank)));
    }
}
