using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Every second element: how rows are split by the columns' phase when the step is 2, and how two phases become rows again.
/// </summary>
internal static unsafe class Interleaving
{
    /// <summary>
    /// The first <paramref name="count"/> of two vectors of elements, <paramref name="fill"/> beyond; nothing else is read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> Low, Vector512<T> High) LoadPart<T>(T* source, int count, Vector512<T> fill = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        return count <= lanes
            ? (Lanes.LoadPart(source, count, fill), fill)
            : (Vector512.Load(source), Lanes.LoadPart(source + lanes, count - lanes, fill));
    }

    /// <summary>Writes the first <paramref name="count"/> elements of two vectors and nothing beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector512<T> low, Vector512<T> high, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        if (count <= lanes)
        {
            Lanes.StorePart(low, target, count);
            return;
        }

        low.Store(target);
        Lanes.StorePart(high, target + lanes, count - lanes);
    }

    /// <summary>Elements 0, 2, 4, ... of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Even<T>(Vector512<T> low, Vector512<T> high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.PermuteVar16x32x2(
                    low.AsSingle(),
                    Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
                    high.AsSingle()).As<float, T>()
                : Avx512F.PermuteVar8x64x2(low.AsDouble(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), high.AsDouble()).As<double, T>();
        }

        return Halves(low, high, 0);
    }

    /// <summary>Elements 1, 3, 5, ... of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Odd<T>(Vector512<T> low, Vector512<T> high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.PermuteVar16x32x2(
                    low.AsSingle(),
                    Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31),
                    high.AsSingle()).As<float, T>()
                : Avx512F.PermuteVar8x64x2(low.AsDouble(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), high.AsDouble()).As<double, T>();
        }

        return Halves(low, high, 1);
    }

    /// <summary>even[0], odd[0], even[1], odd[1], ... in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> Low, Vector512<T> High) Join<T>(Vector512<T> even, Vector512<T> odd)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            var (e, o) = (even.AsSingle(), odd.AsSingle());
            return (
                Avx512F.PermuteVar16x32x2(
                    e, Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), o).As<float, T>(),
                Avx512F.PermuteVar16x32x2(
                    e, Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), o).As<float, T>());
        }

        return (
            Vector512.Create(Pairs(even.GetLower(), odd.GetLower(), false), Pairs(even.GetLower(), odd.GetLower(), true)),
            Vector512.Create(Pairs(even.GetUpper(), odd.GetUpper(), false), Pairs(even.GetUpper(), odd.GetUpper(), true)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Halves<T>(Vector512<T> low, Vector512<T> high, int odd)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> a = EvenThenOdd(low.GetLower()), b = EvenThenOdd(low.GetUpper());
        Vector256<T> c = EvenThenOdd(high.GetLower()), d = EvenThenOdd(high.GetUpper());
        return odd == 0
            ? Vector512.Create(Vector256.Create(a.GetLower(), b.GetLower()), Vector256.Create(c.GetLower(), d.GetLower()))
            : Vector512.Create(Vector256.Create(a.GetUpper(), b.GetUpper()), Vector256.Create(c.GetUpper(), d.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> EvenThenOdd<T>(Vector256<T> all)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector256.Shuffle(all.AsSingle(), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)).As<float, T>()
            : Vector256.Shuffle(all.AsDouble(), Vector256.Create(0L, 2, 1, 3)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Pairs<T>(Vector256<T> even, Vector256<T> odd, bool upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector256.ConditionalSelect(
                Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle(),
                Twice(even.AsSingle(), upper),
                Twice(odd.AsSingle(), upper)).As<float, T>()
            : Vector256.ConditionalSelect(
                Vector256.Create(-1L, 0, -1, 0).AsDouble(),
                Twice(even.AsDouble(), upper),
                Twice(odd.AsDouble(), upper)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Twice(Vector256<float> x, bool upper)
        => upper
            ? Vector256.Shuffle(x, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7))
            : Vector256.Shuffle(x, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Twice(Vector256<double> x, bool upper)
        => upper ? Vector256.Shuffle(x, Vector256.Create(2L, 2, 3, 3)) : Vector256.Shuffle(x, Vector256.Create(0L, 0, 1, 1));
}
