using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// How the tiles of an image, or of a band of its rows, lie in vectors: a row of tiles in some vectors, or where rows are short, two or four
/// of them in one; these are as far apart as there are rows of vectors, so that each vector's lanes go down by one row of tiles.
/// </summary>
internal struct WinogradTiling
{
    /// <summary>Rows of tiles in one vector: 1, 2 or 4.</summary>
    public int Segments;

    /// <summary>Vectors side by side, above 1 only for one segment, and rows of vectors.</summary>
    public int Columns, Rows;

    /// <summary>Vectors in all.</summary>
    public readonly int Vectors => Rows * Columns;

    /// <summary>Rows of padded pixels that the tiles read.</summary>
    public readonly int SourceRows => (2 * Segments * Rows) + 2;

    /// <summary>Tiles for so many outputs.</summary>
    public static WinogradTiling Make<T>(int height, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var (down, across) = (Tiling.Groups(height, 2), Tiling.Groups(width, 2));
        var segments = 4 * across <= lanes ? 4 : 2 * across <= lanes ? 2 : 1;
        return new WinogradTiling { Segments = segments, Columns = Tiling.Groups(across, lanes), Rows = Tiling.Groups(down, segments) };
    }
}
