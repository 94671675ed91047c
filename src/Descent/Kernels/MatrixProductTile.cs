using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// The innermost piece of the matrix product: a tile of C, at most 8 rows by 3 vectors, is kept in registers while the depth runs through it.
/// </summary>
internal static unsafe class MatrixProductTile
{
    /// <summary>
    /// The most rows of a tile. 8 x 3 vectors fill 24 of the 32 registers of 512 bits; where a vector takes two or four smaller registers,
    /// 6 x 1 is what fits. The size never shows in a result: an element's sum runs over the depth alone.
    /// </summary>
    internal static int MaxRows => Vector512.IsHardwareAccelerated ? 8 : 6;

    /// <summary>The most vectors that a row of a tile is wide.</summary>
    internal static int MaxVectors => Vector512.IsHardwareAccelerated ? 3 : 1;

    /// <summary>
    /// C[r, j] = C[r, j] (or 0) + sum over p of A[r, p] B[p, j], by fused multiply-adds in the order of p,
    /// for r below <paramref name="rows"/> and j below <paramref name="vectors"/> times the number of lanes.
    /// </summary>
    internal static void Multiply<T>(int rows, int vectors, in TileOperands<T> operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (vectors)
        {
            case 1:
                Multiply<T, One>(rows, operands);
                break;
            case 2:
                Multiply<T, Two>(rows, operands);
                break;
            default:
                Multiply<T, Three>(rows, operands);
                break;
        }
    }

    /// <summary>The same for a block of any size, tile by tile, all of its vectors whole.</summary>
    internal static void MultiplyBlock<T>(int rows, int vectors, in TileOperands<T> operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pieces = Tiling.Groups(vectors, MaxVectors);
        var tile = operands;
        for (var row = 0; row < rows; row += MaxRows)
        {
            tile.A = operands.A + (row * operands.ARow);
            var first = 0;
            for (var piece = 1; piece <= pieces; piece++)
            {
                var end = vectors * piece / pieces;
                var column = first * Vector512<T>.Count;
                tile.B = operands.B + column;
                tile.C = operands.C + (row * operands.CRow) + column;
                Multiply(Math.Min(MaxRows, rows - row), end - first, in tile);
                first = end;
            }
        }
    }

    private static void Multiply<T, TVectors>(int rows, in TileOperands<T> operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1:
                Multiply<T, One, TVectors>(operands);
                break;
            case 2:
                Multiply<T, Two, TVectors>(operands);
                break;
            case 3:
                Multiply<T, Three, TVectors>(operands);
                break;
            case 4:
                Multiply<T, Four, TVectors>(operands);
                break;
            case 5:
                Multiply<T, Five, TVectors>(operands);
                break;
            case 6:
                Multiply<T, Six, TVectors>(operands);
                break;
            case 7:
                Multiply<T, Seven, TVectors>(operands);
                break;
            default:
                Multiply<T, Eight, TVectors>(operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<T, TRows, TVectors>(in TileOperands<T> operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        Vector512<T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector512<T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        Vector512<T> c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        Vector512<T> c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        var c = operands.C;
        var cRow = operands.CRow;
        if (operands.Continue)
        {
            Load<T, TRows, TVectors, One>(c, ref c00, ref c01, ref c02);
            Load<T, TRows, TVectors, Two>(c + cRow, ref c10, ref c11, ref c12);
            Load<T, TRows, TVectors, Three>(c + (2 * cRow), ref c20, ref c21, ref c22);
            Load<T, TRows, TVectors, Four>(c + (3 * cRow), ref c30, ref c31, ref c32);
            Load<T, TRows, TVectors, Five>(c + (4 * cRow), ref c40, ref c41, ref c42);
            Load<T, TRows, TVectors, Six>(c + (5 * cRow), ref c50, ref c51, ref c52);
            Load<T, TRows, TVectors, Seven>(c + (6 * cRow), ref c60, ref c61, ref c62);
            Load<T, TRows, TVectors, Eight>(c + (7 * cRow), ref c70, ref c71, ref c72);
        }

        // One pointer a row and one index for all of them: the loads need no arithmetic of their own.
        var a0 = operands.A;
        var a1 = a0 + operands.ARow;
        var a2 = a1 + operands.ARow;
        var a3 = a2 + operands.ARow;
        var a4 = a3 + operands.ARow;
        var a5 = a4 + operands.ARow;
        var a6 = a5 + operands.ARow;
        var a7 = a6 + operands.ARow;
        var aStep = operands.AStep;
        var b = operands.B;
        var bStep = operands.BStep;
        nint at = 0;
        for (var remaining = operands.Depth; remaining > 0; remaining--)
        {
            var b0 = Vector512.Load(b);
            var b1 = TVectors.Value > 1 ? Vector512.Load(b + Vector512<T>.Count) : default;
            var b2 = TVectors.Value > 2 ? Vector512.Load(b + (2 * Vector512<T>.Count)) : default;
            Step<T, TRows, TVectors, One>(a0, at, b0, b1, b2, ref c00, ref c01, ref c02);
            Step<T, TRows, TVectors, Two>(a1, at, b0, b1, b2, ref c10, ref c11, ref c12);
            Step<T, TRows, TVectors, Three>(a2, at, b0, b1, b2, ref c20, ref c21, ref c22);
            Step<T, TRows, TVectors, Four>(a3, at, b0, b1, b2, ref c30, ref c31, ref c32);
            Step<T, TRows, TVectors, Five>(a4, at, b0, b1, b2, ref c40, ref c41, ref c42);
            Step<T, TRows, TVectors, Six>(a5, at, b0, b1, b2, ref c50, ref c51, ref c52);
            Step<T, TRows, TVectors, Seven>(a6, at, b0, b1, b2, ref c60, ref c61, ref c62);
            Step<T, TRows, TVectors, Eight>(a7, at, b0, b1, b2, ref c70, ref c71, ref c72);
            at += aStep;
            b += bStep;
        }

        Store<T, TRows, TVectors, One>(c, c00, c01, c02);
        Store<T, TRows, TVectors, Two>(c + cRow, c10, c11, c12);
        Store<T, TRows, TVectors, Three>(c + (2 * cRow), c20, c21, c22);
        Store<T, TRows, TVectors, Four>(c + (3 * cRow), c30, c31, c32);
        Store<T, TRows, TVectors, Five>(c + (4 * cRow), c40, c41, c42);
        Store<T, TRows, TVectors, Six>(c + (5 * cRow), c50, c51, c52);
        Store<T, TRows, TVectors, Seven>(c + (6 * cRow), c60, c61, c62);
        Store<T, TRows, TVectors, Eight>(c + (7 * cRow), c70, c71, c72);
    }

    /// <summary>One step of the depth in one row; nothing where the tile has fewer rows than <typeparamref name="TRow"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TRows, TVectors, TRow>(
        T* a, nint at, Vector512<T> b0, Vector512<T> b1, Vector512<T> b2, ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            var x = Vector512.Create(a[at]);
            c0 = Lanes.MultiplyAdd(x, b0, c0);
            if (TVectors.Value > 1)
            {
                c1 = Lanes.MultiplyAdd(x, b1, c1);
            }

            if (TVectors.Value > 2)
            {
                c2 = Lanes.MultiplyAdd(x, b2, c2);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, TRows, TVectors, TRow>(T* c, ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            c0 = Vector512.Load(c);
            if (TVectors.Value > 1)
            {
                c1 = Vector512.Load(c + Vector512<T>.Count);
            }

            if (TVectors.Value > 2)
            {
                c2 = Vector512.Load(c + (2 * Vector512<T>.Count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TRows, TVectors, TRow>(T* c, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TRow : struct, ICount
    {
        if (TRows.Value >= TRow.Value)
        {
            c0.Store(c);
            if (TVectors.Value > 1)
            {
                c1.Store(c + Vector512<T>.Count);
            }

            if (TVectors.Value > 2)
            {
                c2.Store(c + (2 * Vector512<T>.Count));
            }
        }
    }
}
