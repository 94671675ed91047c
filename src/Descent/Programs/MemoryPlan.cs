using Descent.Kernels;

namespace Descent;

/// <summary>
/// Lays the blocks that a program computes into one piece of memory: blocks that are not needed at the same time share it, and an
/// elementwise operation writes where its input lay, when nobody reads that any more.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Alignment = 64;

    private readonly List<(long Start, long End)> free = [(0, long.MaxValue)];
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
        foreach (var output in call.Outputs)
        {
            if (call.Outputs.Length == 1 && InPlace(call, index) is { } source)
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
                GiveBack(starts[operand.Block], Rounded(operand.Block));
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

    private long Take(long bytes)
    {
        var index = free.FindIndex(gap => gap.End - gap.Start >= bytes);
        var start = free[index].Start;
        free[index] = (start + bytes, free[index].End);
        if (free[index].Start == free[index].End)
        {
            free.RemoveAt(index);
        }

        Bytes = Math.Max(Bytes, start + bytes);
        return start;
    }

    private void GiveBack(long start, long bytes)
    {
        var index = free.FindIndex(gap => gap.Start > start);
        free.Insert(index, (start, start + bytes));
        for (var i = Math.Max(index - 1, 0); i < free.Count - 1 && i <= index;)
        {
            if (free[i].End == free[i + 1].Start)
            {
                free[i] = (free[i].Start, free[i + 1].End);
                free.RemoveAt(i + 1);
                index--;
            }
            else
            {
                i++;
            }
        }
    }

    private static long Rounded(Block block) => Math.Max((block.Bytes + Alignment - 1) / Alignment * Alignment, Alignment);
}
