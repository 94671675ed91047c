using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>How one group of sixteen Philox counters becomes a group of numbers.</summary>
internal interface IRandomGroup<T>
    where T : unmanaged
{
    /// <summary>The numbers in a group.</summary>
    static abstract int Length { get; }

    /// <summary>Writes the numbers of one group.</summary>
    static abstract void Fill(RandomKey key, ulong group, Span<T> destination);
}

/// <summary>Four words a counter, 24 bits each.</summary>
internal readonly struct UniformSingles : IRandomGroup<float>
{
    public static int Length => 4 * PhiloxLanes.Count;

    public static void Fill(RandomKey key, ulong group, Span<float> destination)
    {
        var words = PhiloxLanes.Generate(key, group);
        Unit(words.First).CopyTo(destination);
        Unit(words.Second).CopyTo(destination[16..]);
        Unit(words.Third).CopyTo(destination[32..]);
        Unit(words.Fourth).CopyTo(destination[48..]);
    }

    private static Vector512<float> Unit(Vector512<uint> words)
        => Vector512.ConvertToSingle(Vector512.ShiftRightLogical(words, 8).AsInt32()) * (1.0f / (1 << 24));
}

/// <summary>Two pairs of words a counter, 53 bits each.</summary>
internal readonly struct UniformDoubles : IRandomGroup<double>
{
    public static int Length => 2 * PhiloxLanes.Count;

    public static void Fill(RandomKey key, ulong group, Span<double> destination)
    {
        var words = PhiloxLanes.Generate(key, group);
        Unit(Vector512.WidenLower(words.First), Vector512.WidenLower(words.Second)).CopyTo(destination);
        Unit(Vector512.WidenUpper(words.First), Vector512.WidenUpper(words.Second)).CopyTo(destination[8..]);
        Unit(Vector512.WidenLower(words.Third), Vector512.WidenLower(words.Fourth)).CopyTo(destination[16..]);
        Unit(Vector512.WidenUpper(words.Third), Vector512.WidenUpper(words.Fourth)).CopyTo(destination[24..]);
    }

    internal static Vector512<double> Unit(Vector512<ulong> low, Vector512<ulong> high)
    {
        var bits = Vector512.ShiftRightLogical(low | Vector512.ShiftLeft(high, 32), 11);
        return Vector512.ConvertToDouble(bits.AsInt64()) * (1.0 / (1UL << 53));
    }
}

/// <summary>Two pairs of words a counter make two pairs of normal numbers.</summary>
internal readonly struct NormalSingles : IRandomGroup<float>
{
    public static int Length => 4 * PhiloxLanes.Count;

    public static void Fill(RandomKey key, ulong group, Span<float> destination)
    {
        var words = PhiloxLanes.Generate(key, group);
        Pairs(words.First, words.Second, destination);
        Pairs(words.Third, words.Fourth, destination[32..]);
    }

    private static void Pairs(Vector512<uint> radial, Vector512<uint> turns, Span<float> destination)
    {
        var lower = BoxMuller.Pairs(Radial(Vector512.WidenLower(radial)), Turns(Vector512.WidenLower(turns)));
        var upper = BoxMuller.Pairs(Radial(Vector512.WidenUpper(radial)), Turns(Vector512.WidenUpper(turns)));
        Vector512.Narrow(lower.Cosine, upper.Cosine).CopyTo(destination);
        Vector512.Narrow(lower.Sine, upper.Sine).CopyTo(destination[16..]);
    }

    private static Vector512<double> Turns(Vector512<ulong> words) => Vector512.ConvertToDouble(words.AsInt64()) * (1.0 / (1UL << 32));

    private static Vector512<double> Radial(Vector512<ulong> words) => Turns(words) + Vector512.Create(0.5 / (1UL << 32));
}

/// <summary>The four words of a counter make one pair of normal numbers.</summary>
internal readonly struct NormalDoubles : IRandomGroup<double>
{
    public static int Length => 2 * PhiloxLanes.Count;

    public static void Fill(RandomKey key, ulong group, Span<double> destination)
    {
        UniformDoubles.Fill(key, group, destination);
        for (var i = 0; i < PhiloxLanes.Count; i += 8)
        {
            var radial = Vector512<double>.One - Vector512.Create<double>(destination[i..]);
            var (cosine, sine) = BoxMuller.Pairs(radial, Vector512.Create<double>(destination[(PhiloxLanes.Count + i)..]));
            cosine.CopyTo(destination[i..]);
            sine.CopyTo(destination[(PhiloxLanes.Count + i)..]);
        }
    }
}
