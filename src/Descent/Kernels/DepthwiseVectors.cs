using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Where one vector of pixels is read, from the start of the copied planes, where it is written, and how much of it.</summary>
internal struct VectorPlace
{
    /// <summary>The first pixel in the copied planes and in the target, and the lanes that are written.</summary>
    public int Start, Target, Lanes;
}

/// <summary>
/// The innermost loop of depthwise convolutions. Vector v: target_v = (sum over k of weights[k] planes[offsets[k] + start_v ...]) + bias,
/// one chain of fused multiply-adds from 0 in increasing k.
/// </summary>
internal static unsafe class DepthwiseVectors
{
    /// <summary>Vectors that are computed at once, so that the chains of one hide the latency of the others.</summary>
    private const int Block = 4;

    /// <summary>Lists the vectors of a plane: from the left edge of each row on, the last one of a row being short.</summary>
    /// <returns>How many there are.</returns>
    public static int ListRows<T>(VectorPlace* places, int rows, int width, int sourcePitch, int targetPitch)
        where T : unmanaged
    {
        var count = 0;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column += Vector512<T>.Count)
            {
                places[count++] = new VectorPlace
                {
                    Start = (row * sourcePitch) + column,
                    Target = (row * targetPitch) + column,
                    Lanes = Math.Min(Vector512<T>.Count, targetPitch - column),
                };
            }
        }

        return count;
    }

    /// <summary>Computes the first <paramref name="count"/> vectors of a list.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int depth, T* weights, int* offsets, T* planes, VectorPlace* places, int count, T* target, T bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shift = Vector512.Create(bias);
        var v = 0;
        for (; v <= count - Block; v += Block, places += Block)
        {
            T* a = planes + places[0].Start, b = planes + places[1].Start, c = planes + places[2].Start, d = planes + places[3].Start;
            Vector512<T> first = default, second = default, third = default, fourth = default;
            for (var k = 0; k < depth; k++)
            {
                var weight = Vector512.Create(weights[k]);
                var offset = offsets[k];
                first = Lanes.MultiplyAdd(weight, Vector512.Load(a + offset), first);
                second = Lanes.MultiplyAdd(weight, Vector512.Load(b + offset), second);
                third = Lanes.MultiplyAdd(weight, Vector512.Load(c + offset), third);
                fourth = Lanes.MultiplyAdd(weight, Vector512.Load(d + offset), fourth);
            }

            Put(first + shift, target, places);
            Put(second + shift, target, places + 1);
            Put(third + shift, target, places + 2);
            Put(fourth + shift, target, places + 3);
        }

        for (; v < count; v++, places++)
        {
            var source = planes + places->Start;
            Vector512<T> sum = default;
            for (var k = 0; k < depth; k++)
            {
                sum = Lanes.MultiplyAdd(Vector512.Create(weights[k]), Vector512.Load(source + offsets[k]), sum);
            }

            Put(sum + shift, target, places);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(Vector512<T> values, T* target, VectorPlace* place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (place->Lanes == Vector512<T>.Count)
        {
            values.Store(target + place->Target);
        }
        else
        {
            Lanes.StorePart(values, target + place->Target, place->Lanes);
        }
    }
}
