using Descent.Kernels;

namespace Descent;

/// <summary>The shape of the randomness of an initializer.</summary>
public enum Distribution
{
    /// <summary>Every number within a bound is as likely.</summary>
    Uniform,

    /// <summary>The normal distribution, not truncated.</summary>
    Normal,

    /// <summary>The normal distribution cut at two deviations and widened, so that its standard deviation comes out as asked for.</summary>
    TruncatedNormal,
}

/// <summary>Fills values from a distribution of mean 0; element i depends on the key and i alone.</summary>
internal static class Distributions
{
    // The standard deviation of a normal distribution of deviation 1 that is cut at -2 and 2.
    private const double TruncatedDeviation = 0.87962566103423978;

    private const double TruncatedBound = 2;

    // A uniform distribution on [-a, a] has the standard deviation a / sqrt(3).
    private static readonly double RootOfThree = Math.Sqrt(3);

    private static readonly double RootOfTwo = Math.Sqrt(2);

    /// <summary>The option that chooses between the two, also as a bare word.</summary>
    public static Option Option(string usual) => new("distribution", OptionKind.Text, "the distribution's shape", usual)
    {
        Choices = ["uniform", "normal", "truncated-normal"],
        Positional = true,
    };

    /// <summary>The chosen distribution.</summary>
    public static Distribution Of(OptionValues options) => options.Text("distribution") switch
    {
        "normal" => Distribution.Normal,
        "truncated-normal" => Distribution.TruncatedNormal,
        _ => Distribution.Uniform,
    };

    /// <summary>Numbers of the given standard deviation.</summary>
    public static void Fill(this Distribution distribution, Span<double> values, double deviation, RandomKey key)
    {
        switch (distribution)
        {
            case Distribution.Uniform:
                FillUniform(values, deviation * RootOfThree, key);
                return;
            case Distribution.Normal:
                key.FillNormal(values);
                break;
            default:
                FillTruncated(values, TruncatedBound, key);
                deviation /= TruncatedDeviation;
                break;
        }

        foreach (ref var value in values)
        {
            value *= deviation;
        }
    }

    /// <summary>Normal numbers of deviation 1 before everything beyond the bound was left out.</summary>
    public static void FillTruncated(Span<double> values, double bound, RandomKey key)
    {
        key.FillUniform(values);
        var within = PortableMath.Erf(bound / RootOfTwo);
        foreach (ref var value in values)
        {
            value = Math.Clamp(NormalQuantile.At((value - 0.5) * within), -bound, bound);
        }
    }

    /// <summary>Numbers in [-bound, bound].</summary>
    public static void FillUniform(Span<double> values, double bound, RandomKey key)
    {
        key.FillUniform(values);
        foreach (ref var value in values)
        {
            value = ((2 * value) - 1) * bound;
        }
    }
}
