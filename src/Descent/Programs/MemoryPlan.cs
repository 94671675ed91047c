using Descent.Kernels;

namespace Descent;

/// <summary>
/// Lays the blocks that a program computes into one piece of memory: blocks that are not needed at the same time share it, and an
/// elementwise operation writes where its input lay, when nobody reads that any more.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Alignment = 64;

    private readonly List<(long Start, long End, int FreedAt)> free = [(0, long.MaxValue, -1)];
    private readonly Dictionary<Block, int> lastUse = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Block, long> starts = new(ReferenceEqualityComparer.Instance);

    private MemoryPlan(Graph graph)
    {
        for (var i = 0; i < graph.Calls.Count; i++)
        {
            foreach (var operand in graph.Calls[i].Inputs.Concat(graph.Calls[i].Outputs))
            {
                lastUse[operand.Block] = i;
            }
        }

        foreach (var result in graph.Results)
        {
            lastUse[result.Block] = int.MaxValue;
        }

        for (var i = 0; i < graph.Calls.Count; i++)
        {
            Place(graph.Calls[i], i);
        }
    }

    /// <summary>The bytes that all blocks take together.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gives every block its place.</summary>
    public static void Apply(Graph graph)
    {
        var plan = new MemoryPlan(graph);
        var together = plan.Bytes <= BufferPool.LargestBuffer ? new Storage(Math.Max(plan.Bytes, 1), pinned: true) : null;
        foreach (var (block, start) in plan.starts)
        {
            block.Storage = together ?? new Storage(block.Bytes, pinned: true);
            block.Start = together is null ? 0 : (int)start;
        }

        foreach (var constant in graph.Blocks.Where(block => block.Kind == BlockKind.Constant && !block.Storage.IsPinned))
        {
            var pinned = new Storage(Math.Max(constant.Bytes, 1), pinned: true);
            constant.Storage.Span<byte>(0, (int)constant.Bytes).CopyTo(pinned.Span<byte>(0, (int)constant.Bytes));
            constant.Storage = pinned;
        }
    }

    private void Place(Call call, int index)
    {
        for (var i = 0; i < call.Outputs.Length; i++)
        {
            var output = call.Outputs[i];
            if (i == 0 && InPlace(call, index) is { } source)
            {
                // The source's memory passes on to the output.
                starts[output.Block] = starts[source];
                lastUse[source] = -1;
            }
            else
            {
                starts[output.Block] = Take(Rounded(output.Block));
            }
        }

        foreach (var operand in call.Inputs.Concat(call.Outputs))
        {
            if (lastUse[operand.Block] == index && operand.Block.Kind == BlockKind.Computed)
            {
                lastUse[operand.Block] = -1;
                GiveBack(starts[operand.Block], Rounded(operand.Block), index);
            }
        }
    }

    /// <summary>The input that the call reads last and may write over; null where there is none.</summary>
    private Block? InPlace(Call call, int index)
    {
        for (var i = 0; i < call.Inputs.Length; i++)
        {
            var (input, output) = (call.Inputs[i], call.Outputs[0]);
            if (call.Operation.CanOverwrite(i) && input.Block.Kind == BlockKind.Computed && lastUse[input.Block] == index
                && input.IsWhole && output.IsWhole && input.Shape.Count == output.Shape.Count && input.Block.Bytes == output.Block.Bytes)
            {
                return input.Block;
            }
        }

        return null;
    }

    /// <summary>
    /// Room for a block: where memory was given back last, as that lies in the cache, unless the block would break up a much larger gap.
    /// </summary>
    private long Take(long bytes)
    {
        var index = -1;
        for (var i = 0; i < free.Count; i++)
        {
            var length = free[i].End - free[i].Start;
            if (length >= bytes && length <= 2 * bytes && (index < 0 || free[i].FreedAt > free[index].FreedAt))
            {
                index = i;
            }
        }

        index = index >= 0 ? index : free.FindIndex(gap => gap.End - gap.Start >= bytes);
        var (start, end, freedAt) = free[index];
        free[index] = (start + bytes, end, freedAt);
        if (start + bytes == end)
        {
            free.RemoveAt(index);
        }

        Bytes = Math.Max(Bytes, start + bytes);
        return start;
    }

    private void GiveBack(long start, long bytes, int at)
    {
        var end = start + bytes;
        var index = free.FindIndex(gap => gap.Start > start);
        if (free[index].Start == end)
        {
            end = free[index].End;
            at = end == long.MaxValue ? -1 : at;
            free.RemoveAt(index);
        }

        if (index > 0 && free[index - 1].End == start)
        {
            start = free[--index].Start;
            free.RemoveAt(index);
        }

        free.Insert(index, (start, end, at));
    }

    private static long Rounded(Block block) => Math.Max((block.Bytes + Alignment - 1) / Alignment * Alignment, Alignment);
}
