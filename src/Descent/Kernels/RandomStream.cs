using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Reads the numbers of a <see cref="RandomKey"/> in order. A mutable struct: hold it in a local variable or pass it by reference.
/// </summary>
public struct RandomStream
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);
    private const float UnitOf24Bits = 1.0f / (1 << 24);

    private readonly RandomKey key;
    private PhiloxWords words;
    private ulong index;
    private int left;
    private double spareNormal;
    private bool hasSpareNormal;

    /// <summary>Starts at the first number of the key's stream.</summary>
    public RandomStream(RandomKey key)
    {
        this.key = key;
        left = 0;
    }

    /// <summary>A uniform 32-bit word.</summary>
    public uint NextUInt32()
    {
        if (left == 0)
        {
            words = Philox.Generate(key.Key, index++, key.Block);
            left = 4;
        }

        return left-- switch
        {
            4 => words.First,
            3 => words.Second,
            2 => words.Third,
            _ => words.Fourth,
        };
    }

    /// <summary>A uniform 64-bit word.</summary>
    public ulong NextUInt64()
    {
        var low = NextUInt32();
        return ((ulong)NextUInt32() << 32) | low;
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UnitOf53Bits;

    /// <summary>A uniform number in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * UnitOf24Bits;

    /// <summary>A number of the normal distribution with mean 0 and standard deviation 1, by Box and Muller's transform.</summary>
    public double NextNormal()
    {
        if (hasSpareNormal)
        {
            hasSpareNormal = false;
            return spareNormal;
        }

        double radial = NextDouble(), turns = NextDouble();
        var (cosine, sine) = BoxMuller.Pairs(Vector512.Create(1.0 - radial), Vector512.Create(turns));
        spareNormal = sine.ToScalar();
        hasSpareNormal = true;
        return cosine.ToScalar();
    }

    /// <summary>A uniform integer in [0, <paramref name="exclusiveMaximum"/>), without bias.</summary>
    /// <remarks>Source: Lemire, "Fast random integer generation in an interval", 2019.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int NextInt(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        var maximum = (uint)exclusiveMaximum;
        var product = (ulong)NextUInt32() * maximum;
        if ((uint)product < maximum)
        {
            var threshold = (0u - maximum) % maximum;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * maximum;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Puts the items in a random order, every order being as likely (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
