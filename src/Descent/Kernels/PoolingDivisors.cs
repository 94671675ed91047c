using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>How many rows and columns each window's average counts; the divisor is their product. In scratch of the caller.</summary>
internal readonly unsafe struct PoolingDivisors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Counted rows of each output row, counted columns of each output column (1 past the last, up to a whole vector).</summary>
    public readonly T* Rows, Columns;

    /// <summary>Counts the windows' rows and columns.</summary>
    public PoolingDivisors(in Pooling2dGeometry geometry)
    {
        var (height, width, lanes) = (geometry.OutHeight, geometry.OutWidth, Vector512<T>.Count);
        var countPadding = geometry.CountIncludePadding;
        Columns = Scratch.Rent<T>(ScratchSlots.Bias, height + width + lanes);
        Rows = Columns + width + lanes;
        for (var i = 0; i < height; i++)
        {
            Rows[i] = Count(i, geometry.InHeight, geometry.KernelHeight, geometry.StrideHeight, geometry.PaddingHeight, countPadding);
        }

        for (var j = 0; j < width; j++)
        {
            Columns[j] = Count(j, geometry.InWidth, geometry.KernelWidth, geometry.StrideWidth, geometry.PaddingWidth, countPadding);
        }

        new Span<T>(Columns + width, lanes).Fill(T.One);
    }

    // What ceil mode adds beyond the padding is never counted.
    private static T Count(int window, int size, int kernel, int stride, int padding, bool countPadding)
    {
        var start = (window * stride) - padding;
        var end = Math.Min(start + kernel, countPadding ? size + padding : size);
        return T.CreateTruncating(end - (countPadding ? start : Math.Max(start, 0)));
    }
}
