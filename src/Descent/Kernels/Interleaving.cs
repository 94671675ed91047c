using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Every second element: how rows are split by the columns' phase when the step is 2.</summary>
internal static unsafe class Interleaving
{
    /// <summary>target[j] = source[2 j] for j &lt; count. Reads source[0 .. 2 count - 2] only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyEven<T>(T* source, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var j = 0;

        // A step reads one element more than it needs, hence not the last one.
        for (; j < count - Vector512<T>.Count; j += Vector512<T>.Count)
        {
            Even(source + (2 * j)).Store(target + j);
        }

        for (; j < count; j++)
        {
            target[j] = source[2 * j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Even<T>(T* source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            var (low, high) = (Vector512.Load(source), Vector512.Load(source + Vector512<T>.Count));
            return typeof(T) == typeof(float)
                ? Avx512F.PermuteVar16x32x2(
                    low.AsSingle(),
                    Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
                    high.AsSingle()).As<float, T>()
                : Avx512F.PermuteVar8x64x2(low.AsDouble(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), high.AsDouble()).As<double, T>();
        }

        var quarter = Vector256<T>.Count;
        return Vector512.Create(
            Vector256.Create(EvenHalf(source), EvenHalf(source + quarter)),
            Vector256.Create(EvenHalf(source + (2 * quarter)), EvenHalf(source + (3 * quarter))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> EvenHalf<T>(T* source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var all = Vector256.Load(source);
        return typeof(T) == typeof(float)
            ? Vector256.Shuffle(all.AsSingle(), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)).GetLower().As<float, T>()
            : Vector256.Shuffle(all.AsDouble(), Vector256.Create(0L, 2, 1, 3)).GetLower().As<double, T>();
    }
}
