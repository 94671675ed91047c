using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The multilabel margin loss of rows of c scores with a mask of targets: (1 / c) times the sum over targets j and other classes i of
/// max(0, 1 - x[j] + x[i]). A row takes (its targets) * c steps, sixteen at once.
/// </summary>
internal static unsafe class MultilabelMarginRows
{
    /// <summary>
    /// Losses [rows] and slopes [rows, c]: how often a score counts in its row's loss, over c; 0 at the edge of the margin.
    /// </summary>
    public static void Forward<T>(ReadOnlySpan<T> scores, ReadOnlySpan<T> mask, int classes, Span<T> losses, Span<T> slopes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(losses.Length * classes, scores.Length, nameof(scores));
        Tiling.Same(scores.Length, mask.Length, nameof(mask));
        Tiling.Same(scores.Length, slopes.Length, nameof(slopes));
        fixed (T* x = scores, t = mask, y = losses, s = slopes)
        {
            var job = new Job<T>(x, t, y, s, losses.Length, classes);
            Tiling.Run(job.Tiles, job);
        }
    }

    private readonly struct Job<T>(T* scores, T* mask, T* losses, T* slopes, int rows, int classes) : ITileJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int RowsInTile => Tiling.Rows((int)Math.Min(int.MaxValue, (long)classes * Math.Max(1, classes / Vector512<T>.Count)));

        public int Tiles => Tiling.Groups(rows, RowsInTile);

        public void Run(int tile)
        {
            var last = Math.Min(rows, (tile + 1) * RowsInTile);
            for (var row = tile * RowsInTile; row < last; row++)
            {
                var at = (nint)row * classes;
                losses[row] = Row(scores + at, mask + at, slopes + at, classes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Row<T>(T* x, T* mask, T* slopes, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var share = T.One / T.CreateTruncating(classes);
        var sum = T.Zero;
        new Span<T>(slopes, classes).Clear();
        for (var target = 0; target < classes; target++)
        {
            if (mask[target] == T.Zero)
            {
                continue;
            }

            var edge = Vector512.Create(T.One - x[target]);
            Vector512<T> missed = Vector512<T>.Zero, count = Vector512<T>.Zero;
            for (var i = 0; i < classes; i += lanes)
            {
                // Lanes beyond the row are taken for targets, which cost nothing.
                var part = Math.Min(lanes, classes - i);
                var others = Vector512.Equals(Lanes.LoadPart(mask + i, part, Vector512<T>.One), Vector512<T>.Zero);
                var margin = edge + Lanes.LoadPart(x + i, part);
                var hit = others & ~Vector512.LessThanOrEqual(margin, Vector512<T>.Zero);
                missed += hit & margin;
                count += hit & Vector512<T>.One;
                Lanes.StorePart(Lanes.LoadPart(slopes + i, part) + (hit & Vector512.Create(share)), slopes + i, part);
            }

            sum += Lanes.Sum(missed);
            slopes[target] = -(Lanes.Sum(count) * share);
        }

        return sum * share;
    }
}
