using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Losses ln(sum) + rest of rows in order, collected until they fill a vector: its logarithms cost as much as one.
/// </summary>
/// <param name="memory">Two vectors.</param>
/// <param name="losses">The first row's loss; null where none are wanted.</param>
/// <param name="rowWeights">The first row's weight, which is 1.</param>
internal unsafe struct CollectedLosses<T>(T* memory, T* losses, T* rowWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* sums = memory;
    private readonly T* rest = memory + Vector512<T>.Count;
    private T* losses = losses;
    private T* rowWeights = rowWeights;
    private int count;

    /// <summary>Adds the next row.</summary>
    public void Add(T sum, T besides)
    {
        sums[count] = sum;
        rest[count] = besides;
        if (++count == Vector512<T>.Count)
        {
            Write();
        }
    }

    /// <summary>Writes what is collected.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write()
    {
        if (losses != null && count > 0)
        {
            Lanes.StorePart(LanesMath.Log(Vector512.Load(sums)) + Vector512.Load(rest), losses, count);
            Lanes.StorePart(Vector512<T>.One, rowWeights, count);
            losses += count;
            rowWeights += count;
        }

        count = 0;
    }
}
