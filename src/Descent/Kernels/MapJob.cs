using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of y = f(x).</summary>
internal readonly unsafe struct MapJob<T, TFunction>(TFunction function, T* x, T* y, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
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
            Lanes.StorePart(f.Forward(Lanes.LoadPart(from + i, length - i)), to + i, length - i);
        }
    }
}

/// <summary>One tile of dx = g f'(x), 0 where g is 0.</summary>
internal readonly unsafe struct MapGradientJob<T, TFunction>(TFunction function, T* gradient, T* x, T* y, T* dx, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
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
            var rest = length - i;
            var g = Lanes.LoadPart(upstream + i, rest);
            var product = g * f.Derivative(Lanes.LoadPart(input + i, rest), Lanes.LoadPart(output + i, rest));
            Lanes.StorePart(Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product), to + i, rest);
        }
    }
}
