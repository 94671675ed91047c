using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The last pass of a row's cross-entropy where its gradient goes to memory past the caches.</summary>
internal static unsafe class SoftmaxToMemory
{
    /// <summary>
    /// to = the kept exponentials times a factor, less <paramref name="taken"/> at the label, and 0 in the lanes of
    /// <paramref name="none"/>: for rows of a vector at least. <see cref="Streaming.End"/> is left to the caller.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale<T>(T* kept, T* to, int count, Vector512<T> factor, Vector512<T> none, int label, T taken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = Streaming.Before(to);
        if (i > 0)
        {
            Lanes.StorePart(WithLabel(Vector512.Load(kept), factor, none, label, taken), to, i);
        }

        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var e = Vector512.Load(kept + i);
            var holdsLabel = (uint)(label - i) < (uint)Vector512<T>.Count;
            Streaming.Store(holdsLabel ? WithLabel(e, factor, none, label - i, taken) : Vector512.AndNot(e * factor, none), to + i);
        }

        if (i < count)
        {
            Lanes.StorePart(WithLabel(Lanes.LoadPart(kept + i, count - i), factor, none, label - i, taken), to + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> WithLabel<T>(Vector512<T> e, Vector512<T> factor, Vector512<T> none, int label, T taken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isLabel = Vector512.Equals(Vector512<T>.Indices, Lanes.Broadcast<T>(label));
        return Vector512.AndNot(e * factor, none) - (isLabel & Vector512.Create(taken));
    }
}
