using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Turns pairs of features by angles that grow with the step. Rows [n, steps, features] hold heads of some width; the features i and
/// i + width / 2 of a head are a pair. Features from <c>turned</c> on are copied.
/// </summary>
internal static unsafe class Rotation
{
    /// <summary>
    /// y = (a cos - b sin, b cos + a sin) for each pair (a, b), or by the opposite angles. Waves: cosines, then sines,
    /// [steps, width / 2].
    /// </summary>
    public static void Run<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> waves, int features, int turned, int width, bool back, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(x.Length, y.Length, nameof(y));
        if (x.IsEmpty)
        {
            return;
        }

        fixed (T* from = x, angles = waves, to = y)
        {
            var job = new RotationJob<T>(from, angles, to, x.Length / features, waves.Length / width, features, turned, width, back);
            Tiling.Run(job.Tiles, job);
        }
    }
}

/// <summary>Some rows of a rotation.</summary>
internal readonly unsafe struct RotationJob<T>(
    T* x, T* waves, T* y, int rows, int steps, int features, int turned, int width, bool back) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int rowsInTile = Tiling.Rows(features);

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(rows, rowsInTile);

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var half = width / 2;
        var end = Math.Min(rows, (tile + 1) * rowsInTile);
        for (var row = tile * rowsInTile; row < end; row++)
        {
            T* cosine = waves + ((nint)(row % steps) * half), sine = cosine + ((nint)steps * half);
            T* from = x + ((nint)row * features), to = y + ((nint)row * features);
            for (var head = 0; head < turned; head += width)
            {
                Turn(from + head, cosine, sine, to + head, half, back);
            }

            new ReadOnlySpan<T>(from + turned, features - turned).CopyTo(new Span<T>(to + turned, features - turned));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Turn(T* x, T* cosine, T* sine, T* y, int half, bool back)
    {
        for (var i = 0; i < half; i += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, half - i);
            Vector512<T> a = Lanes.LoadPart(x + i, part), b = Lanes.LoadPart(x + i + half, part);
            Vector512<T> c = Lanes.LoadPart(cosine + i, part), s = Lanes.LoadPart(sine + i, part);
            s = back ? -s : s;
            Lanes.StorePart(Lanes.MultiplyAdd(-b, s, a * c), y + i, part);
            Lanes.StorePart(Lanes.MultiplyAdd(a, s, b * c), y + i + half, part);
        }
    }
}
