using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of y = f(x).</summary>
internal readonly unsafe struct MapJob<T, TFunction>(TFunction function, T* x, T* y, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var f = function;
        var start = tile * Tiling.Elements;
        T* from = x + start, to = y + start;
        var length = Math.Min(Tiling.Elements, count - start);
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            f.Forward(Vector512.Load(from + i)).Store(to + i);
        }

        if (i < length)
        {
            RunPart(from + i, to + i, length - i);
        }
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
internal readonly unsafe struct MapGradientJob<T, TFunction>(TFunction function, T* gradient, T* x, T* y, T* dx, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var f = function;
        var start = tile * Tiling.Elements;
        T* upstream = gradient + start, input = x + start, output = y + start, to = dx + start;
        var length = Math.Min(Tiling.Elements, count - start);
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var g = Vector512.Load(upstream + i);
            var product = g * f.Derivative(Vector512.Load(input + i), Vector512.Load(output + i));
            Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product).Store(to + i);
        }

        if (i < length)
        {
            RunPart(upstream + i, input + i, output + i, to + i, length - i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunPart(T* upstream, T* input, T* output, T* to, int length)
    {
        var f = function;
        var g = Lanes.LoadPart(upstream, length);
        var product = g * f.Derivative(Lanes.LoadPart(input, length), Lanes.LoadPart(output, length));
        Lanes.StorePart(Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product), to, length);
    }
}
