using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// How the middle axis of [outer, axis, inner] lies in lanes. With inner = 1 an axis is a row and its elements fill the lanes;
/// where they are few, each lane holds a row of its own; otherwise each lane holds a column. A kernel written against this serves all.
/// </summary>
internal unsafe interface ILaneLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many vectors make up the axis.</summary>
    int Steps { get; }

    /// <summary>How many of the first steps fill every lane, so that <see cref="LoadWhole"/> may read them.</summary>
    int WholeSteps { get; }

    /// <summary>Whether vectors are put together from places that lie apart: what is needed twice is better copied beside.</summary>
    static abstract bool IsScattered { get; }

    /// <summary>Copies scattered axes, so that each step is a vector of the copy, and gives the copy's layout.</summary>
    ColumnLayout<T> Gather(T* axis, T* beside);

    /// <summary>Copies back what <see cref="Gather"/> copied.</summary>
    void Scatter(T* beside, T* axis);

    /// <summary>Asks for the part of the next axis that lies where the step does in this one.</summary>
    void AskForNext(T* axis, int step);

    /// <summary>How many results there are: 1 for a row, the number of columns otherwise.</summary>
    int Count { get; }

    /// <summary>How far apart neighbours along the axis lie.</summary>
    int Stride { get; }

    /// <summary>How far apart the lanes' axes lie.</summary>
    int LaneStride { get; }

    /// <summary>A vector of the axis that fills every lane.</summary>
    Vector512<T> LoadWhole(T* axis, int step);

    /// <summary>A vector of the axis, with <paramref name="fill"/> in the lanes that hold nothing.</summary>
    Vector512<T> Load(T* axis, int step, Vector512<T> fill);

    /// <summary>Writes a vector of the axis that fills every lane.</summary>
    void StoreWhole(T* axis, int step, Vector512<T> lanes);

    /// <summary>Writes the lanes that hold something.</summary>
    void Store(T* axis, int step, Vector512<T> lanes);

    /// <summary>The lanes of a step that hold something, and 0 in the others.</summary>
    Vector512<T> Keep(Vector512<T> lanes, int step);

    /// <summary>
    /// What belongs to the positions along the axis (a weight for each class), in the same lanes; 0 in lanes that hold nothing.
    /// </summary>
    Vector512<T> AlongAxis(T* values, int step);

    /// <summary>Results (one for each row or column) into the lanes that they belong to.</summary>
    Vector512<T> LoadResult(T* results);

    /// <summary>Writes the results.</summary>
    void StoreResult(T* results, Vector512<T> lanes);

    /// <summary>The sum over the axis of what the lanes have summed, in every lane that it belongs to.</summary>
    Vector512<T> Sum(Vector512<T> lanes);

    /// <summary>The maximum over the axis of what the lanes have seen.</summary>
    Vector512<T> Maximum(Vector512<T> lanes);
}

/// <summary>Something done to every row or column.</summary>
internal interface ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Does one row or a vector of columns.</summary>
    /// <param name="layout">How they lie.</param>
    /// <param name="offset">Where they begin in [outer, axis, inner].</param>
    /// <param name="result">Where their results begin in [outer, inner].</param>
    void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>;
}

/// <summary>Runs a kernel over all rows or columns of [outer, axis, inner], in tiles.</summary>
internal static class LaneRows
{
    /// <summary>Runs it; where the kernel <paramref name="streams"/>, what a tile wrote is seen once the tile is done.</summary>
    public static void Run<T, TKernel>(TKernel kernel, int outer, int axis, int inner, bool streams = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>
    {
        if (inner == 0)
        {
            return;
        }

        var job = new Job<T, TKernel>(kernel, outer, axis, inner, streams);
        Tiling.Run(job.Tiles, job);
    }

    private readonly struct Job<T, TKernel>(TKernel kernel, int outer, int axis, int inner, bool streams) : ITileJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>
    {
        private bool AreShort => inner == 1 && axis <= ShortRowsLayout<T>.Longest;

        private int Chunks => Tiling.Groups(inner, Vector512<T>.Count);

        private int Items => AreShort ? Tiling.Groups(outer, Vector512<T>.Count) : outer * Chunks;

        private int ItemsInTile
        {
            get
            {
                // A short row's results cost as much as some elements.
                var lanes = AreShort ? 4 * Vector512<T>.Count : Math.Min(inner, Vector512<T>.Count);
                return Tiling.Rows((int)Math.Min(int.MaxValue, (long)axis * lanes));
            }
        }

        public int Tiles => Tiling.Groups(Items, ItemsInTile);

        public void Run(int tile)
        {
            var group = ItemsInTile;
            var last = (int)Math.Min(Items, (tile + 1L) * group);
            for (var item = tile * group; item < last; item++)
            {
                if (AreShort)
                {
                    var row = item * Vector512<T>.Count;
                    var rows = new ShortRowsLayout<T>(
                        axis, Math.Min(Vector512<T>.Count, outer - row), runsOn: outer - row >= 2 * Vector512<T>.Count);
                    kernel.Run(rows, (long)row * axis, row);
                    continue;
                }

                if (inner == 1)
                {
                    kernel.Run(new RowLayout<T>(axis), (long)item * axis, item);
                    continue;
                }

                var (o, chunk) = Math.DivRem(item, Chunks);
                var column = chunk * Vector512<T>.Count;
                var layout = new ColumnLayout<T>(axis, inner, Math.Min(Vector512<T>.Count, inner - column));
                kernel.Run(layout, ((long)o * axis * inner) + column, (o * inner) + column);
            }

            if (streams)
            {
                Streaming.End();
            }
        }
    }
}
