namespace Descent.Kernels;

/// <summary>
/// Philox4x32-10: four random words from a 128-bit counter and a 64-bit key, without state, so that any element of any stream can be
/// computed by itself.
/// </summary>
/// <remarks>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
public static class Philox
{
    internal const int Rounds = 10;
    internal const uint FirstMultiplier = 0xD2511F53;
    internal const uint SecondMultiplier = 0xCD9E8D57;
    internal const uint FirstKeyStep = 0x9E3779B9;
    internal const uint SecondKeyStep = 0xBB67AE85;

    /// <summary>
    /// The four words of one counter under one key; the counter's low half is <paramref name="index"/>, its high half <paramref
    /// name="block"/>.
    /// </summary>
    public static PhiloxWords Generate(ulong key, ulong index, ulong block)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = (uint)block, c3 = (uint)(block >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)FirstMultiplier * c0;
            var second = (ulong)SecondMultiplier * c2;
            c0 = (uint)(second >> 32) ^ c1 ^ k0;
            c1 = (uint)second;
            c2 = (uint)(first >> 32) ^ c3 ^ k1;
            c3 = (uint)first;
            k0 += FirstKeyStep;
            k1 += SecondKeyStep;
        }

        return new PhiloxWords(c0, c1, c2, c3);
    }
}

/// <summary>The output of <see cref="Philox.Generate"/>: four independent uniform 32-bit words.</summary>
public readonly record struct PhiloxWords(uint First, uint Second, uint Third, uint Fourth);
