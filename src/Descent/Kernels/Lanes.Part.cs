using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// The ends of spans: vectors of which only the first lanes are in memory. Moving data gives the same bits by any instruction.
/// </summary>
public static unsafe partial class Lanes
{
    /// <summary>The first place for a vector, on a cache line, in memory that has one vector more than is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Aligned<T>(T* memory)
        where T : unmanaged
        => (T*)(((nuint)memory + (nuint)(Vector512<byte>.Count - 1)) & ~(nuint)(Vector512<byte>.Count - 1));

    /// <summary>
    /// The first <paramref name="count"/> elements at an address, <paramref name="fill"/> in the lanes beyond; nothing else is read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadPart<T>(T* source, int count, Vector512<T> fill = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.MaskLoad((float*)source, FirstLanes<float>(count), fill.AsSingle()).As<float, T>()
                : Avx512F.MaskLoad((double*)source, FirstLanes<double>(count), fill.AsDouble()).As<double, T>();
        }

        if (Avx.IsSupported)
        {
            var mask = FirstLanes<T>(count);
            var loaded = typeof(T) == typeof(float)
                ? LoadHalves((float*)source, mask.AsSingle()).As<float, T>()
                : LoadHalves((double*)source, mask.AsDouble()).As<double, T>();
            return Vector512.ConditionalSelect(mask, loaded, fill);
        }

        return CopyPart(source, count, fill);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes to an address and nothing beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector512<T> lanes, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            Avx512F.MaskStore((float*)target, FirstLanes<float>(count), lanes.AsSingle());
        }
        else if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore((double*)target, FirstLanes<double>(count), lanes.AsDouble());
        }
        else if (Avx.IsSupported && typeof(T) == typeof(float))
        {
            var mask = FirstLanes<float>(count);
            Avx.MaskStore((float*)target, mask.GetLower(), lanes.AsSingle().GetLower());
            Avx.MaskStore((float*)target + 8, mask.GetUpper(), lanes.AsSingle().GetUpper());
        }
        else if (Avx.IsSupported)
        {
            var mask = FirstLanes<double>(count);
            Avx.MaskStore((double*)target, mask.GetLower(), lanes.AsDouble().GetLower());
            Avx.MaskStore((double*)target + 4, mask.GetUpper(), lanes.AsDouble().GetUpper());
        }
        else
        {
            CopyPart(lanes, target, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadHalves(float* source, Vector512<float> mask)
        => Vector512.Create(Avx.MaskLoad(source, mask.GetLower()), Avx.MaskLoad(source + 8, mask.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LoadHalves(double* source, Vector512<double> mask)
        => Vector512.Create(Avx.MaskLoad(source, mask.GetLower()), Avx.MaskLoad(source + 4, mask.GetUpper()));

    /// <summary>All bits set in the first <paramref name="count"/> lanes, none in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FirstLanes<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> CopyPart<T>(T* source, int count, Vector512<T> fill)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = fill;
        var to = (T*)&lanes;
        for (var lane = 0; lane < count; lane++)
        {
            to[lane] = source[lane];
        }

        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CopyPart<T>(Vector512<T> lanes, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var from = (T*)&lanes;
        for (var lane = 0; lane < count; lane++)
        {
            target[lane] = from[lane];
        }
    }
}
