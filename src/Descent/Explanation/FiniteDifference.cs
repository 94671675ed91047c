namespace Descent;

/// <summary>A derivative by differences: (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h.</summary>
internal static class FiniteDifference
{
    // A kink of relu or of a maximum may lie within one of these distances, hardly within all.
    private static readonly double[] Distances = [1e-3, 1e-4, 1e-5];

    /// <summary>The difference quotient, at the distance where it lies nearest to the derivative.</summary>
    /// <param name="at">The function, of the offset from where the derivative is taken.</param>
    /// <param name="derivative">The derivative.</param>
    public static double Nearest(Func<double, double> at, double derivative)
    {
        const double Agreement = 1e-9;
        var nearest = double.NaN;
        foreach (var h in Distances)
        {
            var difference = ((8 * (at(h) - at(-h))) - (at(2 * h) - at(-2 * h))) / (12 * h);
            nearest = Math.Abs(nearest - derivative) <= Math.Abs(difference - derivative) ? nearest : difference;
            if (Math.Abs(nearest - derivative) <= Agreement * Math.Max(1, Math.Abs(derivative)))
            {
                break;
            }
        }

        return nearest;
    }
}
