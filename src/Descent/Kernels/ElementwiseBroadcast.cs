using System.Numerics;

namespace Descent.Kernels;

public static partial class Elementwise
{
    // Rows shorter than this are not worth a loop of their own: their operands are spread out into a buffer first.
    private const int ShortestRow = 32;

    /// <summary>
    /// c = f(a, b) where the shapes of a and b broadcast to that of c: aligned at the end, an axis that is missing or of length 1 repeats.
    /// </summary>
    public static unsafe void ZipBroadcast<T, TFunction>(
        TFunction function,
        ReadOnlySpan<T> a,
        ReadOnlySpan<int> aShape,
        ReadOnlySpan<T> b,
        ReadOnlySpan<int> bShape,
        Span<T> c,
        ReadOnlySpan<int> cShape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IBinaryFunction
    {
        Span<int> axes = stackalloc int[3 * (cShape.Length + 1)];
        var plan = BroadcastPlan.Collapse(aShape, bShape, cShape, axes);
        Tiling.Same(plan.Count, c.Length, nameof(c));
        if (c.IsEmpty)
        {
            return;
        }

        fixed (T* first = a, second = b, output = c)
        fixed (int* lengths = plan.Lengths, aStrides = plan.AStrides, bStrides = plan.BStrides)
        {
            var inner = plan.Lengths[^1];
            var walk = new BroadcastWalk(lengths, aStrides, bStrides, plan.Lengths.Length);
            if (inner >= ShortestRow || plan.Lengths.Length == 1)
            {
                var pieces = Tiling.Count(inner);
                var rows = plan.Count / inner;
                var job = new BroadcastRowsJob<T, TFunction>(function, walk, first, second, output, rows, pieces);
                Tiling.Run(pieces > 1 ? rows * pieces : Tiling.Groups(rows, Tiling.Rows(inner)), job);
            }
            else
            {
                var job = new BroadcastSpreadJob<T, TFunction>(function, walk, first, second, output, plan.Count);
                Tiling.Run(Tiling.Count(plan.Count), job);
            }
        }
    }
}
