using System.Numerics;

namespace Descent.Kernels;

/// <summary>Moves elements without changing them. Sources and targets do not overlap.</summary>
public static class Copying
{
    /// <summary>Every element becomes <paramref name="value"/>.</summary>
    public static void Fill<T>(Span<T> target, T value)
        where T : unmanaged => target.Fill(value);

    /// <summary>target [columns, rows] = the transpose of source [rows, columns].</summary>
    public static void Transpose2D<T>(ReadOnlySpan<T> source, int rows, int columns, Span<T> target)
        where T : unmanaged
        => Permute(source, [rows, columns], [1, 0], target);

    /// <summary>
    /// Reorders axes: axis k of the target is axis permutation[k] of the source, as in <c>transpose(0, 2, 3, 1)</c>.
    /// </summary>
    public static unsafe void Permute<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, Span<T> target)
        where T : unmanaged
    {
        Tiling.Same(source.Length, target.Length, nameof(target));
        if (source.IsEmpty)
        {
            return;
        }

        Span<int> memory = stackalloc int[3 * (shape.Length + 1)];
        var plan = PermutePlan.Make(shape, permutation, memory);
        fixed (T* from = source, to = target)
        fixed (int* lengths = plan.Lengths, fromStrides = plan.FromStrides, toStrides = plan.ToStrides)
        {
            var job = new PermuteJob<T>(from, to, lengths, fromStrides, toStrides, plan.Lengths.Length);
            Tiling.Run(job.Tiles, job);
        }
    }

    /// <summary>
    /// Copies <paramref name="rows"/> rows of <paramref name="length"/> elements, which begin <paramref name="sourceStride"/> and
    /// <paramref name="targetStride"/> elements apart: concatenation and slices along any axis.
    /// </summary>
    public static void Rows<T>(ReadOnlySpan<T> source, int sourceStride, Span<T> target, int targetStride, int rows, int length)
        where T : unmanaged
    {
        for (var row = 0; row < rows; row++)
        {
            source.Slice(row * sourceStride, length).CopyTo(target.Slice(row * targetStride, length));
        }
    }

    /// <summary>target[i, :] = table[indices[i], :], rows being <paramref name="width"/> long.</summary>
    /// <exception cref="DataException">An index is not a row of the table; the message names its place.</exception>
    public static void Gather<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> indices, int width, Span<T> target)
        where T : unmanaged
    {
        Tiling.Same(indices.Length * width, target.Length, nameof(target));
        CheckIndices(indices, width == 0 ? int.MaxValue : table.Length / width);
        for (var i = 0; i < indices.Length; i++)
        {
            table.Slice(indices[i] * width, width).CopyTo(target[(i * width)..]);
        }
    }

    /// <summary>
    /// table[indices[i], :] += rows[i, :], in the order of i, so that repeated indices add up to the same bits every time.
    /// </summary>
    /// <exception cref="DataException">An index is not a row of the table; the message names its place.</exception>
    public static unsafe void ScatterAdd<T>(ReadOnlySpan<T> rows, ReadOnlySpan<int> indices, int width, Span<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(indices.Length * width, rows.Length, nameof(rows));
        CheckIndices(indices, width == 0 ? int.MaxValue : table.Length / width);
        fixed (T* from = rows, to = table)
        fixed (int* places = indices)
        {
            Tiling.Run(Tiling.Groups(width, ScatterAddJob<T>.Chunk), new ScatterAddJob<T>(from, places, indices.Length, width, to));
        }
    }

    private static void CheckIndices(ReadOnlySpan<int> indices, int rows)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)rows)
            {
                throw new DataException(
                    $"Index {i} is {indices[i]}, but the table has the rows 0..{rows - 1}. Make the table larger or mend the data.");
            }
        }
    }
}
