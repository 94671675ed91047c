namespace Descent.Kernels;

/// <summary>Two shapes broadcast to a third, with neighbouring axes merged wherever both operands walk them as one.</summary>
internal readonly ref struct BroadcastPlan
{
    /// <summary>The merged axes of the result, outermost first; at least one.</summary>
    public ReadOnlySpan<int> Lengths { get; private init; }

    /// <summary>How far the first operand moves along each axis; 0 where it repeats.</summary>
    public ReadOnlySpan<int> AStrides { get; private init; }

    /// <summary>How far the second operand moves along each axis; 0 where it repeats.</summary>
    public ReadOnlySpan<int> BStrides { get; private init; }

    /// <summary>The number of elements of the result.</summary>
    public int Count { get; private init; }

    /// <summary>Makes the plan in memory of the caller's, of three times the result's rank + 1.</summary>
    public static BroadcastPlan Collapse(ReadOnlySpan<int> aShape, ReadOnlySpan<int> bShape, ReadOnlySpan<int> cShape, Span<int> memory)
    {
        var room = cShape.Length + 1;
        Span<int> lengths = memory[..room], a = memory.Slice(room, room), b = memory.Slice(2 * room, room);
        int at = room, aStride = 1, bStride = 1, count = 1;
        for (var fromEnd = 1; fromEnd <= cShape.Length; fromEnd++)
        {
            var length = cShape[^fromEnd];
            var aLength = fromEnd <= aShape.Length ? aShape[^fromEnd] : 1;
            var bLength = fromEnd <= bShape.Length ? bShape[^fromEnd] : 1;
            if ((aLength != length && aLength != 1) || (bLength != length && bLength != 1))
            {
                throw new ArgumentException($"Axis -{fromEnd} has lengths {aLength} and {bLength}, which do not broadcast to {length}.");
            }

            count *= length;
            if (length == 1)
            {
                continue;
            }

            var (aStep, bStep) = (aLength == 1 ? 0 : aStride, bLength == 1 ? 0 : bStride);
            aStride *= aLength;
            bStride *= bLength;
            if (at < room && aStep == a[at] * lengths[at] && bStep == b[at] * lengths[at])
            {
                lengths[at] *= length;
            }
            else
            {
                (lengths[--at], a[at], b[at]) = (length, aStep, bStep);
            }
        }

        if (at == room)
        {
            (lengths[--at], a[at], b[at]) = (1, 1, 1);
        }

        return new BroadcastPlan { Lengths = lengths[at..], AStrides = a[at..], BStrides = b[at..], Count = count };
    }
}

/// <summary>Where the operands of a broadcast stand for each row of the result, a row being its innermost axis.</summary>
internal readonly unsafe struct BroadcastWalk(int* lengths, int* aStrides, int* bStrides, int rank)
{
    public int Inner => lengths[rank - 1];

    public int AStep => aStrides[rank - 1];

    public int BStep => bStrides[rank - 1];

    public void Row(int row, out int a, out int b)
    {
        (a, b) = (0, 0);
        for (var axis = rank - 2; axis >= 0; axis--)
        {
            (row, var index) = Math.DivRem(row, lengths[axis]);
            a += index * aStrides[axis];
            b += index * bStrides[axis];
        }
    }
}
