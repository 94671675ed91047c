using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The chains that a deep product's sums are cut into: nearly equal ones of no more than <see cref="Longest"/> steps. They round less than one
/// long chain, and do not wait for one another.
/// </summary>
internal static unsafe class MatrixProductChains
{
    /// <summary>The most steps of a chain: so many that adding two is next to nothing.</summary>
    internal const int Longest = 4096;

    /// <summary>How many a depth is cut into.</summary>
    internal static int Count(int depth) => Tiling.Groups(depth, Longest);

    /// <summary>Where a chain begins in the depth.</summary>
    internal static int Start(int depth, int index) => MatrixProductCut.Boundary(depth, Count(depth), index);

    /// <summary>sums += more, row by row.</summary>
    internal static void Add<T>(T* sums, nint sumsRow, T* more, nint moreRow, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        for (var row = 0; row < rows; row++, sums += sumsRow, more += moreRow)
        {
            var column = 0;
            for (; column <= columns - lanes; column += lanes)
            {
                (Vector512.Load(sums + column) + Vector512.Load(more + column)).Store(sums + column);
            }

            if (column < columns)
            {
                var rest = columns - column;
                Lanes.StorePart(Lanes.LoadPart(sums + column, rest) + Lanes.LoadPart(more + column, rest), sums + column, rest);
            }
        }
    }
}
