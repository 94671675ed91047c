using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Sixteen Philox counters at once: lane i holds the words of counter index + i.</summary>
internal readonly ref struct PhiloxLanes
{
    /// <summary>The counters that one call computes.</summary>
    public const int Count = 16;

    private PhiloxLanes(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third, Vector512<uint> fourth)
    {
        First = first;
        Second = second;
        Third = third;
        Fourth = fourth;
    }

    public Vector512<uint> First { get; }

    public Vector512<uint> Second { get; }

    public Vector512<uint> Third { get; }

    public Vector512<uint> Fourth { get; }

    /// <summary>The words of the counters <paramref name="group"/> * 16 + lane.</summary>
    public static PhiloxLanes Generate(RandomKey key, ulong group)
    {
        var index = group * Count;
        var c0 = Vector512.Create((uint)index) + Vector512<uint>.Indices;
        var c1 = Vector512.Create((uint)(index >> 32));
        var c2 = Vector512.Create((uint)key.Block);
        var c3 = Vector512.Create((uint)(key.Block >> 32));
        uint k0 = (uint)key.Key, k1 = (uint)(key.Key >> 32);
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var (firstHigh, firstLow) = Product(c0, Philox.FirstMultiplier);
            var (secondHigh, secondLow) = Product(c2, Philox.SecondMultiplier);
            c0 = secondHigh ^ c1 ^ Vector512.Create(k0);
            c1 = secondLow;
            c2 = firstHigh ^ c3 ^ Vector512.Create(k1);
            c3 = firstLow;
            k0 += Philox.FirstKeyStep;
            k1 += Philox.SecondKeyStep;
        }

        return new PhiloxLanes(c0, c1, c2, c3);
    }

    /// <summary>The high and the low words of the 64-bit products of each lane with a number.</summary>
    private static (Vector512<uint> High, Vector512<uint> Low) Product(Vector512<uint> lanes, uint number)
    {
        var factor = Vector512.Create((ulong)number);
        var even = EvenProduct(lanes.AsUInt64(), factor);
        var odd = EvenProduct(Vector512.ShiftRightLogical(lanes.AsUInt64(), 32), factor);
        var lowMask = Vector512.Create(0xFFFFFFFFUL);
        var high = Vector512.ShiftRightLogical(even, 32) | Vector512.AndNot(odd, lowMask);
        var low = (even & lowMask) | Vector512.ShiftLeft(odd, 32);
        return (high.AsUInt32(), low.AsUInt32());
    }

    // Exact whatever the instruction: only the speed depends on the machine.
    private static Vector512<ulong> EvenProduct(Vector512<ulong> lanes, Vector512<ulong> factor)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Multiply(lanes.AsUInt32(), factor.AsUInt32());
        }

        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.Multiply(lanes.GetLower().AsUInt32(), factor.GetLower().AsUInt32()),
                Avx2.Multiply(lanes.GetUpper().AsUInt32(), factor.GetUpper().AsUInt32()));
        }

        return (lanes & Vector512.Create(0xFFFFFFFFUL)) * factor;
    }
}
