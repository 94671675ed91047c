using System.Globalization;

namespace Descent;

/// <summary>The element whose analytic and numeric derivative differ most.</summary>
/// <param name="RelativeError">|analytic - numeric| / max(1, |analytic|, |numeric|).</param>
/// <param name="Variable">The variable's index.</param>
/// <param name="Element">The element's index within it.</param>
/// <param name="Analytic">The derivative from the record.</param>
/// <param name="Numeric">The derivative from differences.</param>
public readonly record struct GradientDifference(double RelativeError, int Variable, int Element, double Analytic, double Numeric)
{
    /// <summary>The difference of two derivatives of an element; infinite where either is NaN.</summary>
    internal static GradientDifference Of(int variable, int element, double analytic, double numeric)
    {
        var scale = Math.Max(1, Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
        var error = Math.Abs(analytic - numeric) / scale;
        return new GradientDifference(double.IsNaN(error) ? double.PositiveInfinity : error, variable, element, analytic, numeric);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"variable {Variable}, element {Element}: analytic {Analytic:G9}, numeric {Numeric:G9}, relative difference {RelativeError:G3}");
}

/// <summary>Holds gradients from the record against differences of the function itself.</summary>
public static class GradientCheck
{
    /// <summary>The worst difference over all elements of all variables.</summary>
    /// <param name="function">A function of Float64 tensors whose value is a scalar; it must give the same value for the same input.</param>
    /// <param name="variables">Where to check; away from kinks.</param>
    /// <param name="step">The distance of the differences; the fourth-order formula has an error of about step^4.</param>
    /// <exception cref="DescentException">A variable is not Float64: differences of floats are too coarse.</exception>
    public static GradientDifference Worst(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> variables, double step = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.FirstOrDefault(variable => variable.Type != ElementType.Float64) is { } coarse)
        {
            throw new DescentException($"Gradients are checked in Float64; a variable is {coarse.Type}. Convert it with To(ElementType.Float64).");
        }

        var tracked = variables.Select(variable => variable.Tracked()).ToArray();
        var analytic = Gradients.Of(function(tracked), tracked);
        var worst = default(GradientDifference);
        for (var v = 0; v < variables.Count; v++)
        {
            var slopes = analytic[v].ToArray<double>();
            for (var element = 0; element < slopes.Length; element++)
            {
                double At(double distance) => Record.Without(() => function(Moved(variables, v, element, distance)).Item());
                var difference = GradientDifference.Of(v, element, slopes[element], Slope(At, step));
                worst = difference.RelativeError > worst.RelativeError ? difference : worst;
            }
        }

        return worst;
    }

    /// <summary>The derivative at 0 by differences of the fourth order.</summary>
    /// <param name="function">The function of a distance.</param>
    /// <param name="step">The distance of the differences.</param>
    internal static double Slope(Func<double, double> function, double step)
        => ((8 * (function(step) - function(-step))) - (function(2 * step) - function(-2 * step))) / (12 * step);

    private static Tensor[] Moved(IReadOnlyList<Tensor> variables, int variable, int element, double distance)
    {
        var moved = variables.ToArray();
        var values = moved[variable].ToArray<double>();
        values[element] += distance;
        moved[variable] = Tensor.From<double>(values, moved[variable].Shape);
        return moved;
    }
}
