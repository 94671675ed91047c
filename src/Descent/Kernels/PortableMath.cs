using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Functions of single numbers with the same bits on every machine, which those of the platform do not have.</summary>
internal static class PortableMath
{
    /// <summary>value^exponent for a whole exponent that is not negative, by squaring; 1 for the exponent 0.</summary>
    public static double Power(double value, int exponent)
    {
        var power = 1.0;
        for (var square = value; exponent > 0; exponent >>= 1, square *= square)
        {
            power *= (exponent & 1) == 1 ? square : 1;
        }

        return power;
    }

    /// <summary>value^exponent for a positive value.</summary>
    public static double Power(double value, double exponent)
        => exponent == Math.Floor(exponent) && exponent is >= 0 and <= int.MaxValue
            ? Power(value, (int)exponent)
            : LanesMath.Exp(Vector512.Create(exponent) * LanesMath.Log(Vector512.Create(value)))[0];

    /// <summary>The error function.</summary>
    public static double Erf(double x) => LanesMath.Erf(Vector512.Create(x))[0];

    /// <summary>cos(pi x) for x in [0, 2).</summary>
    public static double CosPi(double x) => BoxMuller.SinCosTurns(Vector512.Create(x / 2)).Cosine[0];
}
