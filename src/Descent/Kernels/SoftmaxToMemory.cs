using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Rows of softmax less one at the label, scaled, that go to memory past the caches: rows in order, without gaps.</summary>
/// <remarks>
/// Memory takes whole lines only: where a row ends within a line, its end waits in <see cref="begun"/> for the next row's start. A part
/// of a line written by itself would be read first, and so would the line behind it where a masked store reaches over.
/// </remarks>
internal unsafe struct SoftmaxToMemory<T>(T* begun)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How far ahead of the maxima logits are asked for: by itself the processor is late.</summary>
    private const int Ahead = 8192;

    /// <summary>The end of the row before, in a line's first lanes.</summary>
    private readonly T* begun = begun;

    private bool hasBegun;

    /// <summary>The maximum of the row whose exponentials are kept, 0 where it is -infinity.</summary>
    public T Shift { get; private set; }

    /// <summary>The sum of the kept exponentials.</summary>
    public T Sum { get; private set; }

    /// <summary>The maximum of the row behind.</summary>
    public T NextShift { get; private set; }

    /// <summary>Begins with a row whose exponentials are kept, and the one behind it.</summary>
    public void Begin(int count, T* row, T* kept, T* next)
    {
        var layout = new RowLayout<T>(count);
        var shift = SoftmaxRow.Shift<T, RowLayout<T>>(layout, row);
        Shift = shift[0];
        Sum = SoftmaxRow.KeepExponentials(layout, row, shift, kept)[0];
        NextShift = SoftmaxRow.Shift<T, RowLayout<T>>(layout, next)[0];
    }

    /// <summary>
    /// to = the kept exponentials times a factor, less <paramref name="taken"/> at the label. Meanwhile it keeps the next row's
    /// exponentials and looks for the maximum of the row behind that. Rows are two vectors at least; what lies a vector
    /// before the kept ones is read.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Scale(T* kept, T* to, int count, T by, int label, T taken, T* next, T* nextKept, T* afterNext)
    {
        nint lanes = Vector512<T>.Count;
        Vector512<T> factor = Vector512.Create(by), shift = Vector512.Create(NextShift);
        nint before = Streaming.Before(to), own = count - before, place = label - before;
        if (before > 0)
        {
            var line = WithLabel(Vector512.Load(kept + before - lanes) * factor, place + lanes, taken);
            WriteFirst(line, to + before - lanes, (int)(lanes - before));
        }

        T* from = kept + before, target = to + before;
        Vector512<T> sum = Vector512<T>.Zero, lowest = Lanes.Broadcast<T>(double.NegativeInfinity), maximum = lowest, maximum1 = lowest;
        nint i = 0;
        for (; i <= own - (2 * lanes); i += 2 * lanes)
        {
            var dx = Vector512.Load(from + i) * factor;
            var dx1 = Vector512.Load(from + i + lanes) * factor;
            if ((nuint)(place - i) < (nuint)(2 * lanes))
            {
                dx = WithLabel(dx, place - i, taken);
                dx1 = WithLabel(dx1, place - i - lanes, taken);
            }

            Streaming.Store(dx, target + i);
            Streaming.Store(dx1, target + i + lanes);
            maximum = Lanes.MaximumOfNumbers(maximum, Vector512.Load(afterNext + i));
            maximum1 = Lanes.MaximumOfNumbers(maximum1, Vector512.Load(afterNext + i + lanes));
            Prefetching.Line(afterNext + i, Ahead);
            Prefetching.Line(afterNext + i + lanes, Ahead);
            var e = LanesMath.ExpBelowZero(Vector512.Load(next + i) - shift);
            var e1 = LanesMath.ExpBelowZero(Vector512.Load(next + i + lanes) - shift);
            sum = sum + e + e1;
            e.Store(nextKept + i);
            e1.Store(nextKept + i + lanes);
        }

        var rest = i;
        for (; i < count; i += lanes)
        {
            var left = (int)Math.Min(lanes, count - i);
            maximum = Lanes.MaximumOfNumbers(maximum, Lanes.LoadPart(afterNext + i, left, lowest));
            var e = LanesMath.ExpBelowZero(Lanes.LoadPart(next + i, left, lowest) - shift);
            sum += e;
            e.Store(nextKept + i);
        }

        maximum = Lanes.MaximumOfNumbers(maximum, maximum1);
        Shift = NextShift;
        Sum = Lanes.Sum(sum);
        NextShift = Lanes.Maximum(maximum);
        NextShift = T.IsNegativeInfinity(NextShift) ? T.Zero : NextShift;
        for (; rest <= own - lanes; rest += lanes)
        {
            Streaming.Store(WithLabel(Vector512.Load(from + rest) * factor, place - rest, taken), target + rest);
        }

        hasBegun = rest < own;
        if (hasBegun)
        {
            WithLabel(Vector512.Load(from + rest) * factor, place - rest, taken).Store(begun);
        }
    }

    /// <summary>Writes the end of the last row, which ends where <paramref name="to"/> is.</summary>
    public void End(T* to)
    {
        var left = hasBegun ? Vector512<T>.Count - Streaming.Before(to) : 0;
        for (var i = 0; i < left; i++)
        {
            to[i - left] = begun[i];
        }
    }

    /// <summary>The line that a row begins in, of which some elements are the row's before.</summary>
    private readonly void WriteFirst(Vector512<T> line, T* to, int others)
    {
        if (hasBegun)
        {
            Streaming.Store(Vector512.ConditionalSelect(Lanes.FirstLanes<T>(others), Vector512.Load(begun), line), to);
            return;
        }

        for (var i = others; i < Vector512<T>.Count; i++)
        {
            to[i] = line[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> WithLabel(Vector512<T> dx, nint label, T taken)
        => dx - (Vector512.Equals(Vector512<T>.Indices, Lanes.Broadcast<T>(label)) & Vector512.Create(taken));
}
