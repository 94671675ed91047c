using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The products of attention that end in one head's features, which lie between those of other heads.</summary>
internal static unsafe class AttentionProduct
{
    /// <summary>
    /// C = A B with A [steps, steps], B and C [steps, width] within longer rows. Where the width is no whole number of vectors both go through
    /// scratch memory of the caller, [steps, width rounded up] each.
    /// </summary>
    public static void Run<T>(
        T* b, nint bRow, T* a, nint aRow, nint aStep, T* c, nint cRow, int steps, int width, T* factor, T* block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (width % Vector512<T>.Count == 0)
        {
            PackedFactor<T>.MultiplyInPlace(b, bRow, steps, width, a, aRow, aStep, steps, c, cRow);
            return;
        }

        var packed = new PackedFactor<T>(factor, steps, width).PackRows(b, bRow, transposed: false);
        packed.Multiply(a, aRow, steps, block, packed.Width, accumulate: false, aStep);
        Transposition.CopyStrided(block, packed.Width, 1, c, cRow, 1, steps, width);
    }
}
