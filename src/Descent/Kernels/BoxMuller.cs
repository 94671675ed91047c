namespace Descent.Kernels;

/// <summary>
/// Two normal numbers from two uniform ones: sqrt(-2 ln u) (cos 2 pi t, sin 2 pi t). Logarithm, sine and cosine are written out in
/// plain additions and multiplications, since those of the platform differ in the last bit from one machine to another.
/// </summary>
/// <remarks>Source: Box and Muller, Annals of Mathematical Statistics 29, 1958.</remarks>
internal static class BoxMuller
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>A pair of independent normal numbers.</summary>
    /// <param name="radial">Uniform in (0, 1].</param>
    /// <param name="turns">Uniform in [0, 1): the angle as a part of a full turn.</param>
    public static (double Cosine, double Sine) Pair(double radial, double turns)
    {
        var radius = Math.Sqrt(-2.0 * Log(radial));
        var (sine, cosine) = SinCosTurns(turns);
        return (radius * cosine, radius * sine);
    }

    /// <summary>ln x for a normal, positive x, by the series 2 artanh((m - 1) / (m + 1)) with m in [0.75, 1.5).</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa >= 1.5)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var s = (mantissa - 1.0) / (mantissa + 1.0);
        var square = s * s;
        var sum = 0.0;
        for (var power = 25; power >= 3; power -= 2)
        {
            sum = (sum + (1.0 / power)) * square;
        }

        return (exponent * Ln2) + (2.0 * (s + (s * sum)));
    }

    /// <summary>sin 2 pi t and cos 2 pi t for t in [0, 1), by Taylor's series on an eighth of the circle.</summary>
    public static (double Sine, double Cosine) SinCosTurns(double turns)
    {
        var quarter = (int)((turns * 4.0) + 0.5);
        var angle = (turns - (quarter * 0.25)) * (2.0 * Math.PI);
        var square = angle * angle;
        double sine = 1.0, cosine = 1.0;
        for (var n = 16; n >= 2; n -= 2)
        {
            cosine = 1.0 - (square / (n * (n - 1)) * cosine);
            sine = 1.0 - (square / (n * (n + 1)) * sine);
        }

        sine *= angle;
        return (quarter & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
