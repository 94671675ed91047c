using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Cross-entropy with plain labels and its gradient, where that is too large for the caches: rows in order, the exponentials of one beside
/// the gradient of the row before and the maximum of the row behind.
/// </summary>
/// <remarks>
/// A row by itself would wait three times: for its maximum, for its sum and for memory to take the gradient. The bits are those of
/// <see cref="LabelCrossEntropyKernel{T}"/>.
/// </remarks>
internal readonly unsafe struct CrossEntropyToMemoryJob<T>(
    T* logits, LabelTargets<T> targets, T* losses, T* rowWeights, T* upstream, T* dLogits, int rows) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Two rows of exponentials and some of logits fit into the nearest cache.
    private const int Longest = 2048;

    // At a tile's ends rows are by themselves.
    private const int TilesInOne = 16;

    private int RowsInTile => TilesInOne * Tiling.Rows(targets.Classes);

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(rows, RowsInTile);

    /// <summary>Whether rows may be done like this, given that the gradient goes to memory.</summary>
    public static bool Suits(LabelTargets<T> targets) => targets.ArePlain && targets.Classes is > ShortRowsLayout<T>.Longest and <= Longest;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var lanes = Vector512<T>.Count;
        var memory = stackalloc T[(2 * Longest) + (7 * lanes)];
        T* begun = Lanes.Aligned(memory), kept = begun + (4 * lanes), free = kept + Longest + lanes;
        var first = tile * RowsInTile;
        var last = Math.Min(rows, first + RowsInTile) - 1;
        var results = new CollectedLosses<T>(begun + lanes, losses == null ? null : losses + first, rowWeights + first);
        var row = new SoftmaxToMemory<T>(begun);
        row.Begin(targets.Classes, Logits(first), kept, Logits(Math.Min(first + 1, last)));
        for (var at = first; at <= last; at++)
        {
            var (label, taken, by) = (targets.Label(at), upstream[at], upstream[at] / row.Sum);
            results.Add(row.Sum, row.Shift - Logits(at)[label]);
            if (taken == T.Zero)
            {
                // Even where an exponential is infinite or NaN.
                new Span<T>(kept, targets.Classes).Clear();
                by = T.Zero;
            }

            // Behind the last row there is none: any that the caches have will do.
            T* next = Logits(Math.Min(at + 1, last)), afterNext = Logits(Math.Min(at + 2, last));
            row.Scale(kept, Gradient(at), targets.Classes, by, label, taken, next, free, afterNext);
            var done = kept;
            kept = free;
            free = done;
        }

        row.End(Gradient(last + 1));
        results.Write();
        Streaming.End();
    }

    private T* Logits(int row) => logits + ((long)row * targets.Classes);

    private T* Gradient(int row) => dLogits + ((long)row * targets.Classes);
}
