namespace Descent.Tests.Kernels;

/// <summary>Elementary functions in double, without cancellation, that the kernels are held against.</summary>
internal static class Reference
{
    public static double Expm1(double x)
        => Math.Abs(x) < 1 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;

    public static double Log1p(double x)
        => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    public static double Erf(double x)
        => double.IsNaN(x) ? x : Math.Abs(x) < 2 ? ErfSeries(x) : Math.CopySign(1 - ErfcFraction(Math.Abs(x)), x);

    public static double Erfc(double x)
        => double.IsNaN(x) ? x : Math.Abs(x) < 0.4 ? 1 - ErfSeries(x) : x < 0 ? 2 - Erfc(-x) : ErfcFraction(x);

    /// <summary>The error of a float in units in the last place of the true value.</summary>
    public static double UlpError(float found, double expected)
    {
        if (double.IsNaN(expected))
        {
            return float.IsNaN(found) ? 0 : double.PositiveInfinity;
        }

        var rounded = (float)expected;
        if (float.IsInfinity(rounded) || float.IsInfinity(found))
        {
            return rounded == found ? 0 : double.PositiveInfinity;
        }

        var ulp = Math.Max((double)MathF.BitIncrement(Math.Abs(rounded)) - Math.Abs(rounded), float.Epsilon);
        return Math.Abs(found - expected) / ulp;
    }

    // A sum of positive terms: e^(-x^2) times the sum of 2^n x^(2n+1) / (2n+1)!!.
    private static double ErfSeries(double x)
    {
        double term = x, sum = x;
        for (var n = 1; n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // The continued fraction of Laplace, with as many terms as 0.4 needs.
    private static double ErfcFraction(double x)
    {
        if (double.IsInfinity(x))
        {
            return 0;
        }

        var fraction = x;
        for (var k = x < 2 ? 6000 : 300; k > 0; k--)
        {
            fraction = x + (k / 2.0 / fraction);
        }

        var rest = Math.FusedMultiplyAdd(x, x, -x * x);
        return Math.Exp(-x * x) * (1 - rest) / (Math.Sqrt(Math.PI) * fraction);
    }
}
