using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>G g Gᵀ of one block of output channels of one group a tile: panel[point, c, r]; see <see cref="Winograd"/>.</summary>
internal readonly unsafe struct WinogradWeightsJob<T>(in Correlation<T> correlation) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Correlation<T> correlation = correlation;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (rows, channels) = (correlation.Layout.BlockRows, correlation.Channels);
        var taps = Scratch.Rent<T>(ScratchSlots.Panel, (nint)channels * Winograd.Taps * rows);
        new PackWeightsJob<T>(in correlation).Pack(tile, taps);
        var places = stackalloc int[Winograd.Taps];
        for (var t = 0; t < Winograd.Taps; t++)
        {
            places[(3 * correlation.Taps.Rows[t]) + correlation.Taps.Columns[t]] = t * rows;
        }

        Transform(taps, places, channels, correlation.Panels + (tile * correlation.Layout.PanelLength), correlation.Layout.WeightPoint);
    }

    // A vector holds the output channels of the block.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform(T* taps, int* places, int channels, T* panel, nint point)
    {
        var lanes = Vector512<T>.Count;
        var half = Lanes.Broadcast<T>(0.5);
        for (var c = 0; c < channels; c++, taps += Winograd.Taps * lanes, panel += lanes)
        {
            for (var column = 0; column < 3; column++)
            {
                Vector512<T> above = Vector512.Load(taps + places[column]), below = Vector512.Load(taps + places[6 + column]);
                var middle = Vector512.Load(taps + places[3 + column]);
                above.Store(panel + (column * point));
                (((above + middle) + below) * half).Store(panel + ((4 + column) * point));
                (((above - middle) + below) * half).Store(panel + ((8 + column) * point));
                below.Store(panel + ((12 + column) * point));
            }

            for (var row = panel; row < panel + (Winograd.Points * point); row += 4 * point)
            {
                Vector512<T> left = Vector512.Load(row), middle = Vector512.Load(row + point), right = Vector512.Load(row + (2 * point));
                (((left + middle) + right) * half).Store(row + point);
                (((left - middle) + right) * half).Store(row + (2 * point));
                right.Store(row + (3 * point));
            }
        }
    }
}
