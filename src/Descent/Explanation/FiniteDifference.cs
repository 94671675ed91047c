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
        => Distances.Select(h => ((8 * (at(h) - at(-h))) - (at(2 * h) - at(-2 * h))) / (12 * h))
            .MinBy(difference => Math.Abs(difference - derivative));
}
