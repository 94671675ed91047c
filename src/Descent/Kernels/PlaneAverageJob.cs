using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Average pooling with one window that is the whole plane, or its gradient.</summary>
internal readonly unsafe struct PlaneAverageJob<T>(T* planes, T* averages, int count, int length, bool isGradient) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int PlanesInTile => Tiling.Rows(length);

    public int Tiles => Tiling.Groups(count, PlanesInTile);

    /// <summary>Whether the window is the plane.</summary>
    public static bool Fits(in Pooling2dGeometry geometry)
        => geometry.KernelHeight == geometry.InHeight && geometry.KernelWidth == geometry.InWidth
            && geometry is { PaddingHeight: 0, PaddingWidth: 0, DilationHeight: 1, DilationWidth: 1, OutHeight: 1, OutWidth: 1 };

    public void Run(int tile)
    {
        var last = (int)Math.Min(count, (tile + 1L) * PlanesInTile);
        for (var plane = tile * PlanesInTile; plane < last; plane++)
        {
            var elements = planes + ((nint)plane * length);
            if (isGradient)
            {
                new Span<T>(elements, length).Fill(averages[plane] / T.CreateTruncating(length));
            }
            else
            {
                averages[plane] = Sum(elements) / T.CreateTruncating(length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T Sum(T* elements)
    {
        var sum = Vector512<T>.Zero;
        var i = 0;
        for (; i <= length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            sum += Vector512.Load(elements + i);
        }

        if (i < length)
        {
            sum += Lanes.LoadPart(elements + i, length - i);
        }

        return Lanes.Sum(sum);
    }
}
