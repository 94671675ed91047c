namespace Descent.Kernels;

/// <summary>A reordering of axes with neighbours merged that stay neighbours; axes are listed in the target's order.</summary>
internal readonly ref struct PermutePlan
{
    /// <summary>The merged axes, outermost of the target first; at least one.</summary>
    public ReadOnlySpan<int> Lengths { get; private init; }

    /// <summary>How far apart neighbours along each axis lie in the source.</summary>
    public ReadOnlySpan<int> FromStrides { get; private init; }

    /// <summary>How far apart neighbours along each axis lie in the target.</summary>
    public ReadOnlySpan<int> ToStrides { get; private init; }

    /// <summary>Makes the plan in memory of the caller's, of three times the rank + 1.</summary>
    public static PermutePlan Make(ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, Span<int> memory)
    {
        Tiling.Same(shape.Length, permutation.Length, nameof(permutation));
        var room = shape.Length + 1;
        Span<int> lengths = memory[..room], from = memory.Slice(room, room), to = memory.Slice(2 * room, room);
        int at = room, toStride = 1;
        for (var k = shape.Length - 1; k >= 0; k--)
        {
            var axis = permutation[k];
            if (permutation[..k].Contains(axis))
            {
                throw new ArgumentException($"The permutation names axis {axis} twice.", nameof(permutation));
            }

            var length = shape[axis];
            var fromStride = 1;
            for (var later = axis + 1; later < shape.Length; later++)
            {
                fromStride *= shape[later];
            }

            if (length == 1)
            {
                continue;
            }

            if (at < room && fromStride == from[at] * lengths[at])
            {
                lengths[at] *= length;
            }
            else
            {
                (lengths[--at], from[at], to[at]) = (length, fromStride, toStride);
            }

            toStride *= length;
        }

        if (at == room)
        {
            (lengths[--at], from[at], to[at]) = (1, 1, 1);
        }

        return new PermutePlan { Lengths = lengths[at..], FromStrides = from[at..], ToStrides = to[at..] };
    }
}
