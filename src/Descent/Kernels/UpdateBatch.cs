using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Updates of many parameters that are collected first and then run in one pass; kept and filled again at each step.</summary>
internal abstract class UpdateBatch
{
    /// <summary>The batch of another kind of update that the same optimizer uses; null at the end of the list.</summary>
    public UpdateBatch? Next { get; init; }

    /// <summary>Runs what was collected, in any order, and empties the batch.</summary>
    public abstract void Run();

    /// <summary>Forgets what was collected.</summary>
    public abstract void Clear();
}

/// <summary>Where one parameter, its gradient and its states lie, in memory that does not move.</summary>
internal unsafe struct UpdateSegment
{
    public void* Parameter;
    public void* Gradient;
    public void* State0;
    public void* State1;
    public void* State2;

    /// <summary>The number of elements.</summary>
    public int Count;

    /// <summary>Whether they are doubles rather than floats.</summary>
    public bool IsDouble;

    /// <summary>How many elements lie before it in the batch, gaps for whole vectors included.</summary>
    public long Start;
}

/// <summary>
/// The updates of one kind. Small parameters lie side by side in one tile and large ones are cut, as if all were one long vector.
/// </summary>
internal sealed unsafe class UpdateBatch<TUpdate> : UpdateBatch
    where TUpdate : struct, IUpdate
{
    // Less than this takes fewer than ten microseconds: not worth another thread.
    private const int FewElements = 32_768;

    // Segments start at whole vectors of the longer kind, so that a tile's end never cuts one.
    private const int Step = 16;

    private UpdateSegment[] segments = new UpdateSegment[8];
    private TUpdate[] updates = new TUpdate[8];
    private int count;
    private long length;

    /// <summary>Adds a parameter. It runs before what is collected later only if that is not in the batch yet: see <see cref="EndsWith"/>.</summary>
    public void Add(in TUpdate update, in UpdateSegment segment)
    {
        var at = count;
        if (at == segments.Length)
        {
            Array.Resize(ref segments, 2 * at);
            Array.Resize(ref updates, 2 * at);
        }

        segments[at] = segment;
        segments[at].Start = length;
        updates[at] = update;
        length += (segment.Count + Step - 1L) / Step * Step;
        count = at + 1;
    }

    /// <summary>Whether the parameter was the last one to be added: its second update has to wait for the first.</summary>
    public bool EndsWith(void* parameter) => count > 0 && segments[count - 1].Parameter == parameter;

    /// <inheritdoc/>
    public override void Run()
    {
        if (length <= FewElements)
        {
            for (var index = 0; index < count; index++)
            {
                Run(index, 0, segments[index].Count);
            }
        }
        else
        {
            Workers.Run((int)((length + Tiling.Elements - 1) / Tiling.Elements), new UpdateBatchJob<TUpdate>(this));
        }

        Clear();
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        count = 0;
        length = 0;
    }

    /// <summary>Runs one tile: the elements of the long vector from <c>tile * Tiling.Elements</c> on.</summary>
    public void RunTile(int tile)
    {
        var start = (long)tile * Tiling.Elements;
        var end = start + Tiling.Elements;
        for (var index = IndexAt(start); index < count && segments[index].Start < end; index++)
        {
            var from = (int)Math.Max(0, start - segments[index].Start);
            Run(index, from, (int)Math.Min(segments[index].Count, end - segments[index].Start) - from);
        }
    }

    /// <summary>The last segment that starts at or before an element.</summary>
    private int IndexAt(long element)
    {
        int low = 0, high = count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = segments[middle].Start <= element ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private void Run(int index, int start, int elements)
    {
        ref var at = ref segments[index];
        if (at.IsDouble)
        {
            Row<double>(ref at).From(start).Step(in updates[index], elements);
        }
        else
        {
            Row<float>(ref at).From(start).Step(in updates[index], elements);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UpdateRow<T> Row<T>(ref UpdateSegment at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new((T*)at.Parameter, (T*)at.Gradient, (T*)at.State0, (T*)at.State1, (T*)at.State2);
}

/// <summary>One tile of a batch.</summary>
internal readonly struct UpdateBatchJob<TUpdate>(UpdateBatch<TUpdate> batch) : ITileJob
    where TUpdate : struct, IUpdate
{
    public void Run(int tile) => batch.RunTile(tile);
}
