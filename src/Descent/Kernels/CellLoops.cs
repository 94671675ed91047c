using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Loops that cells share.</summary>
internal static unsafe class CellLoops
{
    /// <summary>y = sigmoid(x + bias).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid<T>(T* x, T* bias, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            LanesMath.Sigmoid(Vector512.Load(x + i) + Vector512.Load(bias + i)).Store(y + i);
        }

        if (i < count)
        {
            SigmoidPart(x + i, bias + i, y + i, count - i);
        }
    }

    /// <summary>y = tanh(x + bias).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Tanh<T>(T* x, T* bias, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            LanesMath.Tanh(Vector512.Load(x + i) + Vector512.Load(bias + i)).Store(y + i);
        }

        if (i < count)
        {
            TanhPart(x + i, bias + i, y + i, count - i);
        }
    }

    // Methods of their own, as a method may inline only so much.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SigmoidPart<T>(T* x, T* bias, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.StorePart(LanesMath.Sigmoid(Lanes.LoadPart(x, count) + Lanes.LoadPart(bias, count)), y, count);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void TanhPart<T>(T* x, T* bias, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.StorePart(LanesMath.Tanh(Lanes.LoadPart(x, count) + Lanes.LoadPart(bias, count)), y, count);
}
