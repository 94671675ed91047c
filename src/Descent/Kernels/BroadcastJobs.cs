using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>One tile of c = f(a, b) with long rows: some rows, or a piece of one. In a row each operand moves or stands still.</summary>
internal readonly unsafe struct BroadcastRowsJob<T, TFunction>(
    TFunction function, BroadcastWalk walk, T* a, T* b, T* c, int rows, int pieces) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IBinaryFunction
{
    public void Run(int tile)
    {
        var inner = walk.Inner;
        if (pieces > 1)
        {
            var (row, piece) = Math.DivRem(tile, pieces);
            var start = piece * Tiling.Elements;
            RunRow(row, start, Math.Min(Tiling.Elements, inner - start));
            return;
        }

        var group = Tiling.Rows(inner);
        var last = (int)Math.Min(rows, (tile + 1L) * group);
        for (var row = tile * group; row < last; row++)
        {
            RunRow(row, 0, inner);
        }
    }

    private void RunRow(int row, int start, int length)
    {
        walk.Row(row, out var aAt, out var bAt);
        T* first = a + aAt + (start * walk.AStep), second = b + bAt + (start * walk.BStep), output = c + ((long)row * walk.Inner) + start;
        if (walk.AStep != 0 && walk.BStep != 0)
        {
            ZipRow.Both(function, first, second, output, length);
        }
        else if (walk.AStep != 0)
        {
            ZipRow.SecondFixed(function, first, *second, output, length);
        }
        else if (walk.BStep != 0)
        {
            ZipRow.FirstFixed(function, *first, second, output, length);
        }
        else
        {
            var value = *second;
            new Span<T>(output, length).Fill(*first);
            ZipRow.SecondFixed(function, output, value, output, length);
        }
    }
}

/// <summary>One tile of c = f(a, b) with short rows: the operands are spread out into buffers, and the buffers zipped.</summary>
internal readonly unsafe struct BroadcastSpreadJob<T, TFunction>(
    TFunction function, BroadcastWalk walk, T* a, T* b, T* c, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IBinaryFunction
{
    private const int Piece = 512;

    [SkipLocalsInit]
    public void Run(int tile)
    {
        T* first = stackalloc T[Piece], second = stackalloc T[Piece];
        var end = (int)Math.Min(count, (tile + 1L) * Tiling.Elements);
        for (var start = tile * Tiling.Elements; start < end; start += Piece)
        {
            var length = Math.Min(Piece, end - start);
            Spread(start, length, first, second);
            ZipRow.Both(function, first, second, c + start, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Spread(int start, int length, T* first, T* second)
    {
        var (row, column) = Math.DivRem(start, walk.Inner);
        var done = 0;
        while (done < length)
        {
            walk.Row(row++, out var aAt, out var bAt);
            var count = Math.Min(length - done, walk.Inner - column);
            Copy(a + aAt + (column * walk.AStep), walk.AStep, first + done, count);
            Copy(b + bAt + (column * walk.BStep), walk.BStep, second + done, count);
            done += count;
            column = 0;
        }
    }
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(T* from, int step, T* to, int count)
    {
        if (step == 1)
        {
            for (var i = 0; i < count; i++)
            {
                to[i] = from[i];
            }
        }
        else
        {
            for (var i = 0; i < count; i++, from += step)
            {
                to[i] = *from;
            }
        }
    }
}
