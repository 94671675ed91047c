using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Whether numbers are all finite, as fast as memory gives them.</summary>
internal static unsafe class Finite
{
    /// <summary>Whether no element is NaN or infinite. x times 0 is 0 for all finite x and NaN for the others, and NaN stays in a sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool All<T>(T* x, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var width = Vector512<T>.Count;
        var i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            sum0 = Lanes.MultiplyAdd(Vector512.Load(x + i), Vector512<T>.Zero, sum0);
            sum1 = Lanes.MultiplyAdd(Vector512.Load(x + i + width), Vector512<T>.Zero, sum1);
            sum2 = Lanes.MultiplyAdd(Vector512.Load(x + i + (2 * width)), Vector512<T>.Zero, sum2);
            sum3 = Lanes.MultiplyAdd(Vector512.Load(x + i + (3 * width)), Vector512<T>.Zero, sum3);
        }

        for (; i < count; i += width)
        {
            sum0 = Lanes.MultiplyAdd(Lanes.LoadPart(x + i, Math.Min(width, count - i)), Vector512<T>.Zero, sum0);
        }

        var sum = sum0 + sum1 + (sum2 + sum3);
        return Vector512.EqualsAll(sum, sum);
    }
}
