using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Averages of some planes: sums over the taps in increasing order, divided by the window's size.</summary>
internal readonly unsafe struct AveragePoolingJob<T>(
    in PoolingWindows<T> windows, PoolingDivisors<T> divisors, T* input, T* output) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolingWindows<T> windows = windows;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var geometry = windows.Geometry;
        var (width, outputs) = (geometry.OutWidth, geometry.OutHeight * geometry.OutWidth);
        var averages = Scratch.Rent<T>(ScratchSlots.Results, width);
        var (first, end) = geometry.PlanesOf(tile);
        for (var plane = first; plane < end; plane++)
        {
            var copy = windows.Copy(input + ((nint)plane * geometry.InHeight * geometry.InWidth), T.Zero);
            for (var row = 0; row < geometry.OutHeight; row++)
            {
                AveragesOfRow(copy + (row * windows.Planes.Pitch), divisors.Rows[row], averages);
                new Span<T>(averages, width).CopyTo(new Span<T>(output + ((nint)plane * outputs) + (row * width), width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AveragesOfRow(T* copy, T rows, T* averages)
    {
        var count = windows.Taps.Count;
        var offsets = windows.Offsets;
        for (var j = 0; j < windows.Geometry.OutWidth; j += Vector512<T>.Count)
        {
            var sum = Vector512<T>.Zero;
            for (var t = 0; t < count; t++)
            {
                sum += Vector512.Load(copy + offsets[t] + j);
            }

            (sum / (Vector512.Create(rows) * Vector512.Load(divisors.Columns + j))).Store(averages + j);
        }
    }
}
