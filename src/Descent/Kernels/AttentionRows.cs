using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The rows of attention between its products.</summary>
internal static unsafe class AttentionRows
{
    /// <summary>y = softmax(scale x) over the first <paramref name="count"/> elements, 0 in the others up to <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<T>(T* x, T* y, int count, int length, Vector512<T> scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        var maximum = lowest;
        for (var j = 0; j < count; j += lanes)
        {
            maximum = Lanes.Maximum(maximum, Lanes.LoadPart(x + j, Math.Min(lanes, count - j), lowest));
        }

        var shift = Vector512.Create(Lanes.Maximum(maximum));
        var sum = Vector512<T>.Zero;
        for (var j = 0; j < count; j += lanes)
        {
            var part = Math.Min(lanes, count - j);
            var e = LanesMath.Exp((Lanes.LoadPart(x + j, part, lowest) - shift) * scale);
            sum += e;
            Lanes.StorePart(e, y + j, part);
        }

        var factor = Vector512.Create(T.One / Lanes.Sum(sum));
        for (var j = 0; j < count; j += lanes)
        {
            var part = Math.Min(lanes, count - j);
            Lanes.StorePart(Lanes.LoadPart(y + j, part) * factor, y + j, part);
        }

        if (count < length)
        {
            new Span<T>(y + count, length - count).Clear();
        }
    }

    /// <summary>g = scale y (g - sum of g y), for probabilities y that softmax gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxGradient<T>(T* g, T* y, int length, Vector512<T> scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var sum = Vector512<T>.Zero;
        for (var j = 0; j < length; j += lanes)
        {
            var part = Math.Min(lanes, length - j);
            sum = Lanes.MultiplyAdd(Lanes.LoadPart(g + j, part), Lanes.LoadPart(y + j, part), sum);
        }

        var total = Vector512.Create(Lanes.Sum(sum));
        for (var j = 0; j < length; j += lanes)
        {
            var part = Math.Min(lanes, length - j);
            Lanes.StorePart(Lanes.LoadPart(y + j, part) * (Lanes.LoadPart(g + j, part) - total) * scale, g + j, part);
        }
    }
}
