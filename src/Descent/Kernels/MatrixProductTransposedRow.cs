using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// The product of one row and a matrix that is stored transposed, such as a linear layer's weights: the matrix is read once, along its
/// memory, and transposed in registers on the way to the sums.
/// </summary>
internal static unsafe class MatrixProductTransposedRow
{
    /// <summary>The steps that a line of the cache holds: read together, as the lines of many rows may keep no place in the cache.</summary>
    private const int Line = 2 * TranspositionWide.Columns;

    /// <summary>The processor has registers for it; elsewhere panels are transposed in memory.</summary>
    internal static bool IsSupported<T>() => Avx512F.IsSupported && typeof(T) == typeof(float);

    /// <summary>c[j] = c[j] (or 0) + sum over p of a[p] b[j, p], by fused multiply-adds in the order of p.</summary>
    /// <param name="a">The row's factors, side by side.</param>
    /// <param name="b">The matrix's first element; the factors of a sum lie side by side.</param>
    /// <param name="bColumn">The elements from the factors of one sum to those of the next.</param>
    /// <param name="c">The sums, side by side.</param>
    /// <param name="columns">The number of sums.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="accumulate">Whether the sums start from what <paramref name="c"/> holds.</param>
    internal static void Multiply<T>(T* a, T* b, nint bColumn, T* c, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Multiply((float*)a, (float*)b, bColumn, (float*)c, columns, depth, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* a, float* b, nint bColumn, float* c, int columns, int depth, bool accumulate)
    {
        const int block = TranspositionWide.Rows;
        var wholeDepth = depth / Line * Line;

        // Two blocks of sums at a time: while one waits for its chain, the other's goes on.
        for (; columns >= 2 * block; columns -= 2 * block)
        {
            var first = accumulate ? Vector512.Load(c) : default;
            var second = accumulate ? Vector512.Load(c + block) : default;
            var next = b + (block * bColumn);
            for (var step = 0; step < wholeDepth; step += Line)
            {
                first = Add(a + step, b + step, bColumn, first);
                first = Add(a + step + 8, b + step + 8, bColumn, first);
                second = Add(a + step, next + step, bColumn, second);
                second = Add(a + step + 8, next + step + 8, bColumn, second);
            }

            first.Store(c);
            second.Store(c + block);
            AddEdge(a + wholeDepth, b + wholeDepth, bColumn, c, 2 * block, depth - wholeDepth);
            b = next + (block * bColumn);
            c += 2 * block;
        }

        if (columns > 0)
        {
            if (!accumulate)
            {
                new Span<float>(c, columns).Clear();
            }

            AddEdge(a, b, bColumn, c, columns, depth);
        }
    }

    /// <summary>Eight steps of sixteen sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(float* a, float* b, nint bColumn, Vector512<float> sum)
    {
        TranspositionWide.Load(b, bColumn, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), b0, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[1]), b1, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[2]), b2, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[3]), b3, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[4]), b4, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[5]), b5, sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[6]), b6, sum);
        return Vector512.FusedMultiplyAdd(Vector512.Create(a[7]), b7, sum);
    }

    /// <summary>Steps and sums that fill no block are transposed in memory first.</summary>
    [SkipLocalsInit]
    private static void AddEdge(float* a, float* b, nint bColumn, float* c, int columns, int depth)
    {
        const int longest = 32;
        const int widest = 2 * TranspositionWide.Rows;
        var panel = stackalloc float[longest * widest];
        for (var step = 0; step < depth; step += longest)
        {
            var steps = Math.Min(longest, depth - step);
            TranspositionWide.Copy(b + step, bColumn, panel, widest, columns, steps);
            MatrixProductRow.Multiply(a + step, panel, widest, c, columns, steps, true);
        }
    }
}
