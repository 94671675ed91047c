using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of y = f(x).</summary>
internal readonly unsafe struct MapJob<T, TFunction>(TFunction function, T* x, T* y, int count, bool streams) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var f = function;
        var start = tile * Tiling.Elements;
        T* from = x + start, to = y + start;
        var length = Math.Min(Tiling.Elements, count - start);
        var i = streams ? Stream(from, to, length) : 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            f.Forward(Vector512.Load(from + i)).Store(to + i);
        }

        if (i < length)
        {
            RunPart(from + i, to + i, length - i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Stream(T* from, T* to, int length)
    {
        var f = function;
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Streaming.Store(f.Forward(Vector512.Load(from + i)), to + i);
        }

        Streaming.End();
        return i;
    }

    // A method of its own, as the function is inlined into each and a method may inline only so much.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunPart(T* from, T* to, int length)
    {
        var f = function;
        Lanes.StorePart(f.Forward(Lanes.LoadPart(from, length)), to, length);
    }
}

/// <summary>One tile of dx = g f'(x), 0 where g is 0.</summary>
internal readonly unsafe struct MapGradientJob<T, TFunction>(
    TFunction function, T* gradient, T* x, T* y, T* dx, int count, bool streams) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var f = function;
        var start = tile * Tiling.Elements;
        T* upstream = gradient + start, input = x + start, output = y + start, to = dx + start;
        var length = Math.Min(Tiling.Elements, count - start);
        var i = streams ? Stream(upstream, input, output, to, length) : 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Slope(f, upstream + i, input + i, output + i).Store(to + i);
        }

        if (i < length)
        {
            RunPart(upstream + i, input + i, output + i, to + i, length - i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunPart(T* upstream, T* input, T* output, T* to, int length)
    {
        var x = TFunction.DerivativeReadsInput ? Lanes.LoadPart(input, length) : default;
        var y = TFunction.DerivativeReadsOutput ? Lanes.LoadPart(output, length) : default;
        Lanes.StorePart(Slope(function, Lanes.LoadPart(upstream, length), x, y), to, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Stream(T* upstream, T* input, T* output, T* to, int length)
    {
        var f = function;
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Streaming.Store(Slope(f, upstream + i, input + i, output + i), to + i);
        }

        Streaming.End();
        return i;
    }

    // A load whose result is not used would still touch the memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Slope(TFunction f, T* upstream, T* input, T* output)
    {
        var x = TFunction.DerivativeReadsInput ? Vector512.Load(input) : default;
        var y = TFunction.DerivativeReadsOutput ? Vector512.Load(output) : default;
        return Slope(f, Vector512.Load(upstream), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Slope(TFunction f, Vector512<T> g, Vector512<T> x, Vector512<T> y)
        => Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, g * f.Derivative(x, y));
}
