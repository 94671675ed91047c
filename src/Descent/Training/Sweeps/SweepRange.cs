using System.Globalization;
using Descent.Kernels;

namespace Descent;

/// <summary>Numbers between two bounds, both included.</summary>
/// <param name="From">The lowest.</param>
/// <param name="To">The highest.</param>
public sealed record SweepRange(double From, double To)
{
    private const int Digits = 4;

    /// <summary>Whether each factor is as likely as any other, as learning rates want it, and not each difference.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The number of values, evenly from the lowest to the highest; null: any between them, or each of the whole numbers in a grid.</summary>
    public int? Steps { get; init; }

    /// <summary>The range as it is written: <c>0.0001..0.1 log steps 4</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{From}..{To}{(IsLogarithmic ? " log" : "")}{(Steps is { } steps ? $" steps {steps}" : "")}");

    /// <summary>The number at a place from 0 (the lowest) to 1 (the highest), with four digits, so that what is shown is what is trained.</summary>
    internal double At(double place, bool isWhole)
    {
        var value = At(place);
        return Math.Clamp(isWhole ? Math.Round(value) : Rounded(value), From, To);
    }

    /// <summary>A number of the range, all as likely; whole ones each from an interval of the same size.</summary>
    internal double Draw(ref RandomStream random, bool isWhole)
    {
        var place = random.NextDouble();
        if (!isWhole)
        {
            return At(place, false);
        }

        var value = (this with { From = From - 0.5, To = To + 0.5 }).At(place);
        return Math.Clamp(Math.Round(value), From, To);
    }

    /// <summary>The values of a grid; null where there is no end of them.</summary>
    internal IEnumerable<double>? Values(bool isWhole)
        => Steps is { } steps
            ? Enumerable.Range(0, steps).Select(step => At(steps == 1 ? 0 : (double)step / (steps - 1), isWhole)).Distinct()
            : isWhole ? EachWhole() : null;

    private double At(double place) => IsLogarithmic ? From * Math.Pow(To / From, place) : From + ((To - From) * place);

    private IEnumerable<double> EachWhole()
    {
        for (var value = From; value <= To; value++)
        {
            yield return value;
        }
    }

    private static double Rounded(double value)
        => double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
