using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Gradients of averages: each output's gradient over its divisor is added to all of its window, in row-major order of (outputs' row,
/// taps).
/// </summary>
internal readonly unsafe struct AveragePoolingGradientJob<T>(
    Pooling2dGeometry geometry, PoolingDivisors<T> divisors, T* outputGradient, T* inputGradient) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var shares = Scratch.Rent<T>(ScratchSlots.Results, geometry.OutWidth);
        var (first, end) = geometry.PlanesOf(tile);
        for (var plane = first; plane < end; plane++)
        {
            AddPlane(plane, shares);
        }
    }

    private void AddPlane(int plane, T* shares)
    {
        var (width, inputs) = (geometry.OutWidth, geometry.InHeight * geometry.InWidth);
        var source = outputGradient + ((nint)plane * geometry.OutHeight * width);
        var target = inputGradient + ((nint)plane * inputs);
        new Span<T>(target, inputs).Clear();
        for (var row = 0; row < geometry.OutHeight; row++, source += width)
        {
            for (var j = 0; j < width; j += Vector512<T>.Count)
            {
                var gradients = Lanes.LoadPart(source + j, Math.Min(width - j, Vector512<T>.Count));
                (gradients / (Vector512.Create(divisors.Rows[row]) * Vector512.Load(divisors.Columns + j))).Store(shares + j);
            }

            var top = (row * geometry.StrideHeight) - geometry.PaddingHeight;
            for (var y = Math.Max(top, 0); y < Math.Min(top + geometry.KernelHeight, geometry.InHeight); y++)
            {
                for (var tap = 0; tap < geometry.KernelWidth; tap++)
                {
                    AddRow(shares, target + ((nint)y * geometry.InWidth), tap - geometry.PaddingWidth);
                }
            }
        }
    }

    private void AddRow(T* shares, T* target, int shift)
    {
        var stride = geometry.StrideWidth;
        var first = shift >= 0 ? 0 : (stride - 1 - shift) / stride;
        var end = Math.Min(geometry.OutWidth, (geometry.InWidth - shift + stride - 1) / stride);
        var j = first;
        if (stride == 1)
        {
            for (; j <= end - Vector512<T>.Count; j += Vector512<T>.Count)
            {
                (Vector512.Load(target + j + shift) + Vector512.Load(shares + j)).Store(target + j + shift);
            }
        }

        for (; j < end; j++)
        {
            target[(j * stride) + shift] += shares[j];
        }
    }
}
