using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>
/// Some blocks of a reordering. Two axes matter: the one that is innermost in the target and the one that is innermost in the source.
/// If they are one and the same, its rows are copied whole; otherwise the two span a matrix that is transposed block by block.
/// </summary>
internal readonly unsafe struct PermuteJob<T>(T* from, T* to, int* lengths, int* fromStrides, int* toStrides, int rank) : ITileJob
    where T : unmanaged
{
    // 64 x 64 elements of float are 16 KiB on each side: both stay in the first-level cache.
    private const int Block = 64;

    private int Last => rank - 1;

    private int SourceInner
    {
        get
        {
            var axis = 0;
            while (fromStrides[axis] != 1)
            {
                axis++;
            }

            return axis;
        }
    }

    private int Rows => SourceInner == Last ? 1 : lengths[SourceInner];

    private int RowBlocks => Tiling.Groups(Rows, Block);

    private int ColumnBlocks => SourceInner == Last ? Tiling.Count(lengths[Last]) : Tiling.Groups(lengths[Last], Block);

    private int BlockElements => SourceInner == Last
        ? Math.Min(lengths[Last], Tiling.Elements)
        : Math.Min(Rows, Block) * Math.Min(lengths[Last], Block);

    private int BlocksInTile => Tiling.Rows(BlockElements);

    private int Blocks
    {
        get
        {
            var outer = 1;
            for (var axis = 0; axis < rank; axis++)
            {
                outer *= axis == Last || axis == SourceInner ? 1 : lengths[axis];
            }

            return outer * RowBlocks * ColumnBlocks;
        }
    }

    public int Tiles => Tiling.Groups(Blocks, BlocksInTile);

    public void Run(int tile)
    {
        var (group, sourceInner, columnBlocks, rowBlocks) = (BlocksInTile, SourceInner, ColumnBlocks, RowBlocks);
        var end = (int)Math.Min(Blocks, (tile + 1L) * group);
        for (var block = tile * group; block < end; block++)
        {
            var (rest, columnBlock) = Math.DivRem(block, columnBlocks);
            (rest, var rowBlock) = Math.DivRem(rest, rowBlocks);
            T* source = from, target = to;
            for (var axis = Last - 1; axis >= 0; axis--)
            {
                if (axis != sourceInner)
                {
                    (rest, var index) = Math.DivRem(rest, lengths[axis]);
                    source += (long)index * fromStrides[axis];
                    target += (long)index * toStrides[axis];
                }
            }

            if (sourceInner == Last)
            {
                var start = columnBlock * Tiling.Elements;
                var length = Math.Min(Tiling.Elements, lengths[Last] - start);
                new ReadOnlySpan<T>(source + start, length).CopyTo(new Span<T>(target + start, length));
            }
            else
            {
                Transpose(source, target, rowBlock * Block, columnBlock * Block, sourceInner);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Transpose(T* source, T* target, int firstRow, int firstColumn, int sourceInner)
    {
        var lastRow = Math.Min(firstRow + Block, lengths[sourceInner]);
        var lastColumn = Math.Min(firstColumn + Block, lengths[Last]);
        long sourceStride = fromStrides[Last], targetStride = toStrides[sourceInner];
        for (var row = firstRow; row < lastRow; row++)
        {
            T* read = source + row + (firstColumn * sourceStride), write = target + (row * targetStride) + firstColumn;
            for (var column = firstColumn; column < lastColumn; column++, read += sourceStride)
            {
                *write++ = *read;
            }
        }
    }
}
