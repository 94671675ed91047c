using System.Numerics;

namespace Descent.Kernels;

/// <summary>An epilogue over finished planes, some planes a tile: for results that are put together from several passes.</summary>
internal readonly unsafe struct EpilogueJob<T>(Epilogue<T> epilogue, T* output, int planes, int planeLength) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int PlanesInTile => Tiling.Rows(planeLength);

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(planes, PlanesInTile);

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var first = tile * PlanesInTile;
        var count = Math.Min(PlanesInTile, planes - first);
        epilogue.Apply(output + ((nint)first * planeLength), planeLength, first, count, 0, planeLength);
    }
}
