using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Applies functions to every element. Outputs may be the same memory as an input of the same shape, but not overlap it otherwise.
/// </summary>
public static partial class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static unsafe void Map<T, TFunction>(TFunction function, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        Tiling.Same(x.Length, y.Length, nameof(y));
        fixed (T* input = x, output = y)
        {
            Tiling.Run(Tiling.Count(x.Length), new MapJob<T, TFunction>(function, input, output, x.Length, Streaming.Suits(output, x.Length, input)));
        }
    }

    /// <summary>
    /// dx[i] = gradient[i] * f'(x[i]), and exactly 0 where gradient[i] is 0, even if the derivative there is infinite or NaN.
    /// </summary>
    public static unsafe void MapGradient<T, TFunction>(
        TFunction function, ReadOnlySpan<T> gradient, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IUnaryFunction
    {
        Tiling.Same(gradient.Length, x.Length, nameof(x));
        Tiling.Same(gradient.Length, y.Length, nameof(y));
        Tiling.Same(gradient.Length, dx.Length, nameof(dx));
        fixed (T* upstream = gradient, input = x, output = y, target = dx)
        {
            var streams = Streaming.Suits(target, x.Length, upstream);
            Tiling.Run(Tiling.Count(x.Length), new MapGradientJob<T, TFunction>(function, upstream, input, output, target, x.Length, streams));
        }
    }

    /// <summary>c[i] = f(a[i], b[i]).</summary>
    public static unsafe void Zip<T, TFunction>(TFunction function, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
    {
        Tiling.Same(a.Length, b.Length, nameof(b));
        Tiling.Same(a.Length, c.Length, nameof(c));
        fixed (T* first = a, second = b, output = c)
        {
            var streams = Streaming.Suits(output, a.Length, first) && output != second;
            Tiling.Run(Tiling.Count(a.Length), new ZipJob<T, TFunction>(function, first, second, output, a.Length, streams));
        }
    }
}
