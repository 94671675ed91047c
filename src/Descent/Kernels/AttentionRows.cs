using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The rows of attention between its products.</summary>
internal static unsafe class AttentionRows
{
    /// <summary>y = softmax(scale x) over the first <paramref name="count"/> elements, 0 in the others up to <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<T>(T* x, T* y, int count, int length, Vector512<T> scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var (whole, rest) = (count / lanes * lanes, count % lanes);
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        var maximum = rest > 0 ? Lanes.LoadPart(x + whole, rest, lowest) : lowest;
        for (var j = 0; j < whole; j += lanes)
        {
            maximum = Vector512.MaxNative(maximum, Vector512.Load(x + j));
        }

        var shift = Highest(maximum);
        var sum = rest > 0 ? ExponentialPart(x + whole, y + whole, shift, scale, rest) : default;
        for (var j = 0; j < whole; j += lanes)
        {
            var e = LanesMath.Exp((Vector512.Load(x + j) - shift) * scale);
            sum += e;
            e.Store(y + j);
        }

        var factor = Vector512.Create(T.One / Lanes.Sum(sum));
        for (var j = 0; j < whole; j += lanes)
        {
            (Vector512.Load(y + j) * factor).Store(y + j);
        }

        if (rest > 0)
        {
            Lanes.StorePart(Lanes.LoadPart(y + whole, rest) * factor, y + whole, rest);
        }

        if (count < length)
        {
            new Span<T>(y + count, length - count).Clear();
        }
    }

    /// <summary>Scores of minus infinity where the mask is 0.</summary>
    /// <returns>Whether any place is left.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool Hide<T>(T* x, int* mask, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var any = false;
        for (var j = 0; j < count; j++)
        {
            var seen = mask[j] != 0;
            x[j] = seen ? x[j] : T.NegativeInfinity;
            any |= seen;
        }

        return any;
    }

    /// <summary>g = scale y (g - sum of g y), for probabilities y that softmax gave.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxGradient<T>(T* g, T* y, int length, Vector512<T> scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var (whole, rest) = (length / lanes * lanes, length % lanes);
        var sum = rest > 0 ? Lanes.LoadPart(g + whole, rest) * Lanes.LoadPart(y + whole, rest) : default;
        for (var j = 0; j < whole; j += lanes)
        {
            sum = Lanes.MultiplyAdd(Vector512.Load(g + j), Vector512.Load(y + j), sum);
        }

        var total = Vector512.Create(Lanes.Sum(sum));
        for (var j = 0; j < whole; j += lanes)
        {
            (Vector512.Load(y + j) * (Vector512.Load(g + j) - total) * scale).Store(g + j);
        }

        if (rest > 0)
        {
            var part = Lanes.LoadPart(y + whole, rest) * (Lanes.LoadPart(g + whole, rest) - total) * scale;
            Lanes.StorePart(part, g + whole, rest);
        }
    }

    /// <summary>
    /// The largest lane, in every lane. Which of two zeros, or what becomes of NaN, is the processor's choice: neither shows, as all of a row
    /// with NaN becomes NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Highest<T>(Vector512<T> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var half = Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        if (typeof(T) == typeof(float))
        {
            var four = quarter.AsSingle();
            var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
            return Vector512.Create(Vector128.MaxNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2)))[0]).As<float, T>();
        }

        var pair = quarter.AsDouble();
        return Vector512.Create(Vector128.MaxNative(pair, Vector128.Shuffle(pair, Vector128.Create(1L, 0)))[0]).As<double, T>();
    }

    // A method of its own, as a method may inline only so much.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> ExponentialPart<T>(T* x, T* y, Vector512<T> shift, Vector512<T> scale, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = LanesMath.Exp((Lanes.LoadPart(x, count, Lanes.Broadcast<T>(double.NegativeInfinity)) - shift) * scale);
        Lanes.StorePart(e, y, count);
        return e;
    }
}
