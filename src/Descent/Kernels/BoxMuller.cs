using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Two normal numbers from two uniform ones: sqrt(-2 ln u) (cos 2 pi t, sin 2 pi t). Logarithm, sine and cosine are written out in
/// plain additions and multiplications, since those of the platform differ in the last bit from one machine to another.
/// </summary>
/// <remarks>Source: Box and Muller, Annals of Mathematical Statistics 29, 1958.</remarks>
internal static class BoxMuller
{
    private const double Ln2 = 0.6931471805599453;

    // 1/25, 1/23, ..., 1/3: the series of artanh, highest power first.
    private static ReadOnlySpan<double> LogCoefficients =>
    [
        1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3,
    ];

    // 1/17!, -1/15!, ..., -1/3!, highest power first.
    private static ReadOnlySpan<double> SineCoefficients =>
    [
        1.0 / 355687428096000, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6,
    ];

    // 1/16!, -1/14!, ..., -1/2!, highest power first.
    private static ReadOnlySpan<double> CosineCoefficients =>
    [
        1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -1.0 / 2,
    ];

    /// <summary>Eight pairs of independent normal numbers.</summary>
    /// <param name="radial">Uniform in (0, 1].</param>
    /// <param name="turns">Uniform in [0, 1): the angle as a part of a full turn.</param>
    public static (Vector512<double> Cosine, Vector512<double> Sine) Pairs(Vector512<double> radial, Vector512<double> turns)
    {
        var radius = Vector512.Sqrt(Vector512.Create(-2.0) * Log(radial));
        var (sine, cosine) = SinCosTurns(turns);
        return (radius * cosine, radius * sine);
    }

    /// <summary>ln x for a normal, positive x, by the series 2 artanh((m - 1) / (m + 1)) with m in [0.75, 1.5).</summary>
    public static Vector512<double> Log(Vector512<double> x)
    {
        var bits = x.AsInt64();
        var exponent = Vector512.ConvertToDouble(Vector512.ShiftRightLogical(bits, 52) - Vector512.Create(1023L));
        var mantissa = ((bits & Vector512.Create(0xFFFFFFFFFFFFF)) | Vector512.Create(0x3FF0000000000000)).AsDouble();
        var high = Vector512.GreaterThanOrEqual(mantissa, Vector512.Create(1.5));
        mantissa = Vector512.ConditionalSelect(high, mantissa * 0.5, mantissa);
        exponent = Vector512.ConditionalSelect(high, exponent + Vector512<double>.One, exponent);

        var s = (mantissa - Vector512<double>.One) / (mantissa + Vector512<double>.One);
        var sum = Polynomial(s * s, LogCoefficients);
        return (exponent * Ln2) + (2.0 * (s + (s * sum)));
    }

    /// <summary>sin 2 pi t and cos 2 pi t for t in [0, 1), by Taylor's series on a quarter of the circle around each axis.</summary>
    public static (Vector512<double> Sine, Vector512<double> Cosine) SinCosTurns(Vector512<double> turns)
    {
        var quarter = Vector512.Floor((turns * 4.0) + Vector512.Create(0.5));
        var angle = (turns - (quarter * 0.25)) * (2.0 * Math.PI);
        var square = angle * angle;
        var sine = angle + (angle * Polynomial(square, SineCoefficients));
        var cosine = Vector512<double>.One + Polynomial(square, CosineCoefficients);

        var odd = Vector512.Equals(quarter, Vector512<double>.One) | Vector512.Equals(quarter, Vector512.Create(3.0));
        var two = Vector512.Create(2.0);
        var sineNegative = Vector512.Equals(quarter, two) | Vector512.Equals(quarter, Vector512.Create(3.0));
        var cosineNegative = Vector512.Equals(quarter, two) | Vector512.Equals(quarter, Vector512<double>.One);
        var alongSine = Vector512.ConditionalSelect(odd, cosine, sine);
        var alongCosine = Vector512.ConditionalSelect(odd, sine, cosine);
        return (
            Vector512.ConditionalSelect(sineNegative, -alongSine, alongSine),
            Vector512.ConditionalSelect(cosineNegative, -alongCosine, alongCosine));
    }

    /// <summary>c0 x^n + ... + c(n-1) x: no constant term.</summary>
    private static Vector512<double> Polynomial(Vector512<double> x, ReadOnlySpan<double> coefficients)
    {
        var sum = Vector512<double>.Zero;
        foreach (var coefficient in coefficients)
        {
            sum = (sum + Vector512.Create(coefficient)) * x;
        }

        return sum;
    }
}
