using System.Numerics;

namespace Descent.Tests.Kernels;

/// <summary>Numbers for kernel tests: the same everywhere and always, by a linear congruential generator.</summary>
internal static class Samples
{
    public static T[] Uniform<T>(int count, double low = -2, double high = 2, int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = (ulong)seed;
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            values[i] = T.CreateTruncating(low + ((high - low) * ((state >> 40) / (double)(1 << 24))));
        }

        return values;
    }

    public static int[] Labels(int count, int classes, int seed = 1)
        => Uniform<double>(count, 0, classes, seed).Select(value => (int)value).ToArray();

    public static double[] ToDouble<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = double.CreateTruncating(values[i]);
        }

        return result;
    }

    /// <summary>|found - expected| at most tolerance * max(1, |expected|), everywhere.</summary>
    public static void AssertClose<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> found, double tolerance, string what = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var value = double.CreateTruncating(found[i]);
            var same = value.Equals(expected[i]) || Math.Abs(value - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(same, $"{what}[{i}] is {value:R}, not {expected[i]:R}.");
        }
    }

    public static double Tolerance<T>(double single = 1e-5)
        where T : unmanaged => typeof(T) == typeof(float) ? single : 1e-12;
}
