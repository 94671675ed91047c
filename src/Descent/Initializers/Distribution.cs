using Descent.Kernels;

namespace Descent;

/// <summary>The shape of the randomness of an initializer.</summary>
public enum Distribution
{
    /// <summary>Every number within a bound is as likely.</summary>
    Uniform,

    /// <summary>The normal distribution, not truncated.</summary>
    Normal,
}

/// <summary>Fills values from a distribution of mean 0; element i depends on the key and i alone.</summary>
internal static class Distributions
{
    // A uniform distribution on [-a, a] has the standard deviation a / sqrt(3).
    private static readonly double RootOfThree = Math.Sqrt(3);

    /// <summary>The option that chooses between the two, also as a bare word.</summary>
    public static Option Option(string usual) => new("distribution", OptionKind.Text, "the distribution's shape", usual)
    {
        Choices = ["uniform", "normal"],
        Positional = true,
    };

    /// <summary>The chosen distribution.</summary>
    public static Distribution Of(OptionValues options)
        => options.Text("distribution") == "normal" ? Distribution.Normal : Distribution.Uniform;

    /// <summary>Numbers of the given standard deviation.</summary>
    public static void Fill(this Distribution distribution, Span<double> values, double deviation, RandomKey key)
    {
        if (distribution == Distribution.Uniform)
        {
            FillUniform(values, deviation * RootOfThree, key);
            return;
        }

        key.FillNormal(values);
        foreach (ref var value in values)
        {
            value *= deviation;
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
