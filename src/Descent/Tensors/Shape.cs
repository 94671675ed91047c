using System.Collections;

namespace Descent;

/// <summary>The lengths of a tensor's axes, outermost first; the empty shape <c>[]</c> is a scalar. Immutable, compared by value.</summary>
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] lengths;

    /// <summary>A shape with the given axis lengths.</summary>
    /// <exception cref="ShapeException">A length is negative, or the element count passes 2^31 - 1.</exception>
    public Shape(params ReadOnlySpan<int> lengths)
    {
        long count = 1;
        foreach (var length in lengths)
        {
            if (length < 0)
            {
                throw new ShapeException($"A shape cannot have an axis of length {length}: [{string.Join(", ", lengths.ToArray())}].");
            }

            count *= length;
            if (count > int.MaxValue)
            {
                throw new ShapeException($"The shape [{string.Join(", ", lengths.ToArray())}] has more than {int.MaxValue} elements; use smaller batches.");
            }
        }

        this.lengths = lengths.ToArray();
        Count = (int)count;
    }

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of elements: the product of all lengths, 1 for a scalar.</summary>
    public int Count { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => lengths.Length;

    /// <summary>The axis lengths, outermost first.</summary>
    public ReadOnlySpan<int> Lengths => lengths;

    int IReadOnlyCollection<int>.Count => lengths.Length;

    /// <summary>The length of an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[int axis] => lengths[Axis(axis)];

    /// <summary>Turns an axis that may count from the end (-1 is the last) into one that counts from the start.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        var resolved = axis < 0 ? axis + Rank : axis;
        return resolved >= 0 && resolved < Rank
            ? resolved
            : throw new ShapeException($"There is no axis {axis} in the shape {this}: it has {Rank} axes.");
    }

    /// <summary>The product of the lengths of the axes in [<paramref name="start"/>, <paramref name="end"/>).</summary>
    public int Product(int start, int end)
    {
        var product = 1;
        for (var axis = start; axis < end; axis++)
        {
            product *= lengths[axis];
        }

        return product;
    }

    /// <summary>How many elements lie outside, along and inside an axis: the shape seen as [outer, length, inner].</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (int Outer, int Length, int Inner) Around(int axis)
    {
        var at = Axis(axis);
        return (Product(0, at), lengths[at], Product(at + 1, Rank));
    }

    /// <summary>This shape with one axis given another length.</summary>
    public Shape With(int axis, int length)
    {
        var changed = (int[])lengths.Clone();
        changed[Axis(axis)] = length;
        return new Shape(changed);
    }

    /// <summary>This shape without one axis.</summary>
    public Shape Without(int axis)
    {
        var at = Axis(axis);
        return new Shape([.. lengths.AsSpan(0, at), .. lengths.AsSpan(at + 1)]);
    }

    /// <summary>This shape behind one more outer axis: a sample's shape becomes its batch's.</summary>
    public Shape Prepend(int length) => new([length, .. lengths]);

    /// <summary>This shape without its outermost axis: a batch's shape becomes one sample's.</summary>
    /// <exception cref="ShapeException">A scalar has no axis to take away.</exception>
    public Shape Inner() => Without(0);

    /// <summary>
    /// The shape that two shapes broadcast to: axes are aligned at the end, and a missing axis or one of length 1 stretches.
    /// </summary>
    /// <exception cref="ShapeException">An axis differs and is 1 in neither; the message names both shapes.</exception>
    public static Shape Broadcast(Shape first, Shape second, string operation)
    {
        if (first.Equals(second))
        {
            return first;
        }

        var rank = Math.Max(first.Rank, second.Rank);
        var result = new int[rank];
        for (var fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            var a = fromEnd <= first.Rank ? first[-fromEnd] : 1;
            var b = fromEnd <= second.Rank ? second[-fromEnd] : 1;
            if (a != b && a != 1 && b != 1)
            {
                throw new ShapeException(
                    $"{operation}: shapes {first} and {second} do not broadcast: axis -{fromEnd} is {a} in one and {b} in the other. "
                    + "Equal lengths or a length of 1 would fit; Reshape or Transpose one of them.");
            }

            result[rank - fromEnd] = a == 1 ? b : a;
        }

        return new Shape(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && lengths.AsSpan().SequenceEqual(other.lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var length in lengths)
        {
            hash.Add(length);
        }

        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets: <c>[32, 10]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", lengths)}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)lengths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => lengths.GetEnumerator();
}
