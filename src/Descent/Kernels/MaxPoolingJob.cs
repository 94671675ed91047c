using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Maxima of some planes; indices, unless null, are places in the unpadded plane.</summary>
internal readonly unsafe struct MaxPoolingJob<T>(in PoolingWindows<T> windows, T* input, T* output, int* indices) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolingWindows<T> windows = windows;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var geometry = windows.Geometry;
        var (width, outputs) = (geometry.OutWidth, geometry.OutHeight * geometry.OutWidth);
        var values = Scratch.Rent<T>(ScratchSlots.Results, width);
        var taps = Scratch.Rent<T>(ScratchSlots.Panel, width);
        var (first, end) = geometry.PlanesOf(tile);
        for (var plane = first; plane < end; plane++)
        {
            var copy = windows.Copy(input + ((nint)plane * geometry.InHeight * geometry.InWidth), T.NegativeInfinity);
            for (var row = 0; row < geometry.OutHeight; row++)
            {
                var place = ((nint)plane * outputs) + (row * width);
                MaximaOfRow(copy + (row * windows.Planes.Pitch), values, taps);
                new Span<T>(values, width).CopyTo(new Span<T>(output + place, width));
                if (indices != null)
                {
                    WriteIndices(taps, indices + place, row);
                }
            }
        }
    }

    // A value replaces the largest so far if it is larger, or is the first NaN: not (value <= largest), largest being a number.
    // taps receives the number of the winning tap, or -1 if all are -infinity.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void MaximaOfRow(T* copy, T* values, T* taps)
    {
        var count = windows.Taps.Count;
        var offsets = windows.Offsets;
        for (var j = 0; j < windows.Geometry.OutWidth; j += Vector512<T>.Count)
        {
            var largest = Vector512.Create(T.NegativeInfinity);
            var winner = Vector512.Create(-T.One);
            var number = Vector512<T>.Zero;
            for (var t = 0; t < count; t++)
            {
                var value = Vector512.Load(copy + offsets[t] + j);
                var replace = Vector512.AndNot(Vector512.Equals(largest, largest), Vector512.LessThanOrEqual(value, largest));
                largest = Vector512.ConditionalSelect(replace, value, largest);
                winner = Vector512.ConditionalSelect(replace, number, winner);
                number += Vector512<T>.One;
            }

            largest.Store(values + j);
            winner.Store(taps + j);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void WriteIndices(T* taps, int* target, int row)
    {
        var geometry = windows.Geometry;
        var start = (((row * geometry.StrideHeight) - geometry.PaddingHeight) * geometry.InWidth) - geometry.PaddingWidth;
        for (var column = 0; column < geometry.OutWidth; column++)
        {
            var tap = int.CreateTruncating(taps[column]);
            tap = tap < 0 ? FirstInside(row, column) : tap;
            target[column] = tap < 0 ? -1 : start + (column * geometry.StrideWidth) + windows.Taps.Indices[tap];
        }
    }

    private int FirstInside(int row, int column)
    {
        var geometry = windows.Geometry;
        for (var tap = 0; tap < windows.Taps.Count; tap++)
        {
            var y = (row * geometry.StrideHeight) - geometry.PaddingHeight + windows.Taps.Rows[tap];
            var x = (column * geometry.StrideWidth) - geometry.PaddingWidth + windows.Taps.Columns[tap];
            if (y >= 0 && y < geometry.InHeight && x >= 0 && x < geometry.InWidth)
            {
                return tap;
            }
        }

        return -1;
    }
}
