using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What <see cref="HalvingPoolingJob{T}"/> computes.</summary>
internal enum HalvingPooling
{
    Maximum,
    MaximumGradient,
    Average,
    AverageGradient,
}

/// <summary>
/// Pooling by windows of 2 x 2 that touch: a vector of windows is two vectors from each of two rows, split into even and odd columns.
/// Same results as the general jobs. Places are counted in lanes as wide as <typeparamref name="T"/>.
/// </summary>
internal readonly unsafe struct HalvingPoolingJob<T>(
    in Pooling2dGeometry geometry, HalvingPooling kind, T* large, T* small, int* indices) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Pooling2dGeometry geometry = geometry;

    /// <summary>Whether windows are 2 x 2, touch, and lie within the input.</summary>
    public static bool Fits(in Pooling2dGeometry geometry)
        => geometry is
        {
            KernelHeight: 2, KernelWidth: 2, StrideHeight: 2, StrideWidth: 2, PaddingHeight: 0, PaddingWidth: 0, DilationHeight: 1,
            DilationWidth: 1,
        }
        && 2 * geometry.OutHeight <= geometry.InHeight && 2 * geometry.OutWidth <= geometry.InWidth;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (first, end) = geometry.PlanesOf(tile);
        var (height, width, inWidth) = (geometry.OutHeight, geometry.OutWidth, geometry.InWidth);
        var inputs = geometry.InHeight * inWidth;
        for (var plane = first; plane < end; plane++)
        {
            var outer = large + ((nint)plane * inputs);
            var place = (nint)plane * height * width;
            for (var row = 0; row < height; row++, place += width)
            {
                Row(outer + ((nint)2 * row * inWidth), inWidth, small + place, indices + place, width, 2 * row * inWidth);
            }

            if (kind is HalvingPooling.MaximumGradient or HalvingPooling.AverageGradient)
            {
                ClearRest(outer, inputs);
            }
        }
    }

    private void Row(T* outer, int inWidth, T* inner, int* places, int width, int start)
    {
        switch (kind)
        {
            case HalvingPooling.Maximum:
                Maximum(outer, inWidth, inner, indices == null ? null : places, width, start);
                break;
            case HalvingPooling.MaximumGradient:
                MaximumGradient(outer, inWidth, inner, places, width, start);
                break;
            case HalvingPooling.Average:
                Average(outer, inWidth, inner, width);
                break;
            default:
                AverageGradient(outer, inWidth, inner, width);
                break;
        }
    }

    // A last odd row or column is in no window.
    private void ClearRest(T* outer, int inputs)
    {
        var (rows, columns) = (2 * geometry.OutHeight, 2 * geometry.OutWidth);
        if (columns < geometry.InWidth)
        {
            for (var row = 0; row < rows; row++)
            {
                outer[(row * geometry.InWidth) + columns] = T.Zero;
            }
        }

        new Span<T>(outer + (rows * geometry.InWidth), inputs - (rows * geometry.InWidth)).Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Maximum(T* outer, int inWidth, T* inner, int* places, int width, int start)
    {
        for (var j = 0; j < width; j += Vector512<T>.Count)
        {
            var count = Math.Min(width - j, Vector512<T>.Count);
            var (low, high) = Interleaving.LoadPart(outer + (2 * j), 2 * count);
            var (nextLow, nextHigh) = Interleaving.LoadPart(outer + inWidth + (2 * j), 2 * count);
            var largest = Interleaving.Even(low, high);
            var place = Vector512<T>.Zero;
            Replace(ref largest, ref place, Interleaving.Odd(low, high), 1);
            Replace(ref largest, ref place, Interleaving.Even(nextLow, nextHigh), inWidth);
            Replace(ref largest, ref place, Interleaving.Odd(nextLow, nextHigh), inWidth + 1);
            Lanes.StorePart(largest, inner + j, count);
            if (places != null)
            {
                StorePlaces(place, places + j, count, start + (2 * j));
            }
        }
    }

    // A value replaces the largest so far if it is larger, or is the first NaN: not (value <= largest), largest being a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Replace(ref Vector512<T> largest, ref Vector512<T> place, Vector512<T> value, int at)
    {
        var replace = Vector512.AndNot(Vector512.Equals(largest, largest), Vector512.LessThanOrEqual(value, largest));
        largest = Vector512.ConditionalSelect(replace, value, largest);
        place = Vector512.ConditionalSelect(replace, Places(at), place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Places(int at)
        => typeof(T) == typeof(float) ? Vector512.Create(at).As<int, T>() : Vector512.Create((long)at).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePlaces(Vector512<T> place, int* places, int count, int start)
    {
        if (typeof(T) == typeof(float))
        {
            var all = place.AsInt32() + Vector512.Create(start) + (Vector512<int>.Indices * 2);
            Lanes.StorePart(all.AsSingle(), (float*)places, count);
            return;
        }

        for (var lane = 0; lane < count; lane++)
        {
            places[lane] = start + (2 * lane) + (int)place.AsInt64()[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LoadPlaces(int* places, int count, int start)
    {
        if (typeof(T) == typeof(float))
        {
            var all = Lanes.LoadPart((float*)places, count).AsInt32();
            return (all - Vector512.Create(start) - (Vector512<int>.Indices * 2)).As<int, T>();
        }

        var wide = Vector512<long>.Zero;
        for (var lane = 0; lane < count; lane++)
        {
            wide = wide.WithElement(lane, places[lane] - start - (2 * lane));
        }

        return wide.As<long, T>();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MaximumGradient(T* outer, int inWidth, T* inner, int* places, int width, int start)
    {
        for (var j = 0; j < width; j += Vector512<T>.Count)
        {
            var count = Math.Min(width - j, Vector512<T>.Count);
            var gradient = Lanes.LoadPart(inner + j, count);
            var place = LoadPlaces(places + j, count, start + (2 * j));
            var (low, high) = Interleaving.Join(Where(place, 0, gradient), Where(place, 1, gradient));
            Interleaving.StorePart(low, high, outer + (2 * j), 2 * count);
            (low, high) = Interleaving.Join(Where(place, inWidth, gradient), Where(place, inWidth + 1, gradient));
            Interleaving.StorePart(low, high, outer + inWidth + (2 * j), 2 * count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Where(Vector512<T> place, int at, Vector512<T> gradient)
        => typeof(T) == typeof(float)
            ? Vector512.Equals(place.AsInt32(), Vector512.Create(at)).As<int, T>() & gradient
            : Vector512.Equals(place.AsInt64(), Vector512.Create((long)at)).As<long, T>() & gradient;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Average(T* outer, int inWidth, T* inner, int width)
    {
        for (var j = 0; j < width; j += Vector512<T>.Count)
        {
            var count = Math.Min(width - j, Vector512<T>.Count);
            var (low, high) = Interleaving.LoadPart(outer + (2 * j), 2 * count);
            var sum = Interleaving.Even(low, high) + Interleaving.Odd(low, high);
            (low, high) = Interleaving.LoadPart(outer + inWidth + (2 * j), 2 * count);
            sum += Interleaving.Even(low, high);
            sum += Interleaving.Odd(low, high);
            Lanes.StorePart(sum * Lanes.Broadcast<T>(0.25), inner + j, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AverageGradient(T* outer, int inWidth, T* inner, int width)
    {
        for (var j = 0; j < width; j += Vector512<T>.Count)
        {
            var count = Math.Min(width - j, Vector512<T>.Count);
            var share = Lanes.LoadPart(inner + j, count) * Lanes.Broadcast<T>(0.25);
            var (low, high) = Interleaving.Join(share, share);
            Interleaving.StorePart(low, high, outer + (2 * j), 2 * count);
            Interleaving.StorePart(low, high, outer + inWidth + (2 * j), 2 * count);
        }
    }
}
