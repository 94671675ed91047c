using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of c = f(a, b) over equal shapes.</summary>
internal readonly unsafe struct ZipJob<T, TFunction>(TFunction function, T* a, T* b, T* c, int count, bool streams) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IBinaryFunction
{
    public void Run(int tile)
    {
        var start = tile * Tiling.Elements;
        var length = Math.Min(Tiling.Elements, count - start);
        var done = streams ? Stream(a + start, b + start, c + start, length) : 0;
        start += done;
        ZipRow.Both(function, a + start, b + start, c + start, length - done);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Stream(T* first, T* second, T* to, int length)
    {
        var f = function;
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Streaming.Store(f.Forward(Vector512.Load(first + i), Vector512.Load(second + i)), to + i);
        }

        Streaming.End();
        return i;
    }
}

/// <summary>One row of c = f(a, b), where either operand may be one number for the whole row.</summary>
internal static unsafe class ZipRow
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Both<T, TFunction>(TFunction f, T* a, T* b, T* c, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
    {
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            f.Forward(Vector512.Load(a + i), Vector512.Load(b + i)).Store(c + i);
        }

        if (i < length)
        {
            Part(f, a + i, b + i, c + i, length - i);
        }
    }

    // A method of its own, as the function is inlined into each and a method may inline only so much.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Part<T, TFunction>(TFunction f, T* a, T* b, T* c, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
        => Lanes.StorePart(f.Forward(Lanes.LoadPart(a, length), Lanes.LoadPart(b, length)), c, length);

    public static void FirstFixed<T, TFunction>(TFunction f, T a, T* b, T* c, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
        => Both(new FirstFixedFunction<T, TFunction>(f, a), b, b, c, length);

    public static void SecondFixed<T, TFunction>(TFunction f, T* a, T b, T* c, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
        => Both(new SecondFixedFunction<T, TFunction>(f, b), a, a, c, length);

    private readonly struct FirstFixedFunction<TElement, TFunction>(TFunction f, TElement fixedValue) : IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TFunction : struct, IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => f.Forward(Vector512.Create(fixedValue).As<TElement, T>(), b);
    }

    private readonly struct SecondFixedFunction<TElement, TFunction>(TFunction f, TElement fixedValue) : IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TFunction : struct, IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => f.Forward(a, Vector512.Create(fixedValue).As<TElement, T>());
    }
}
