using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The inverse of the normal distribution function, with the same bits on every machine.</summary>
/// <remarks>Source: Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37, 1988.</remarks>
internal static class NormalQuantile
{
    /// <summary>The deviations within which <see cref="At"/> is exact to about 1e-15.</summary>
    public const double Reach = 6;

    // Coefficients of the quotients of polynomials around the middle and in the tails, the highest power first.
    private static readonly double[] MiddleAbove =
    [
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
        1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080,
    ];

    private static readonly double[] MiddleBelow =
    [
        5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867, 5394.1960214247511077,
        687.18700749205790830, 42.313330701600911252, 1,
    ];

    private static readonly double[] TailAbove =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
    ];

    private static readonly double[] TailBelow =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
    ];

    /// <summary>The x that a normal number of mean 0 and deviation 1 is below with the probability 1/2 + q; x within the reach.</summary>
    public static double At(double q)
    {
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Polynomial(MiddleAbove, r) / Polynomial(MiddleBelow, r);
        }

        var tail = Math.Sqrt(-LanesMath.Log(Vector512.Create(0.5 - Math.Abs(q)))[0]) - 1.6;
        return Math.CopySign(Polynomial(TailAbove, tail) / Polynomial(TailBelow, tail), q);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
