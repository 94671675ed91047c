namespace Descent.Kernels;

/// <summary>The taps of a kernel in the order of the sum: their places in padded pixels and their indices in the kernel's plane.</summary>
internal unsafe struct KernelTaps
{
    /// <summary>Rows and columns in padded pixels, indices in the kernel's plane; in scratch of the caller.</summary>
    public readonly int* Rows, Columns, Indices;

    /// <summary>Number of taps.</summary>
    public int Count;

    /// <summary>The furthest row and column.</summary>
    public int MaxRow, MaxColumn;

    /// <summary>No taps yet, room for <paramref name="capacity"/>.</summary>
    public KernelTaps(int capacity)
    {
        Rows = Scratch.Rent<int>(ScratchSlots.Taps, 3 * (nint)capacity);
        Columns = Rows + capacity;
        Indices = Columns + capacity;
    }

    /// <summary>All taps of a convolution, row by row.</summary>
    public static KernelTaps All(in Convolution2dGeometry geometry)
    {
        var taps = new KernelTaps(geometry.KernelHeight * geometry.KernelWidth);
        for (var row = 0; row < geometry.KernelHeight; row++)
        {
            for (var column = 0; column < geometry.KernelWidth; column++)
            {
                taps.Add(row * geometry.DilationHeight, column * geometry.DilationWidth, (row * geometry.KernelWidth) + column);
            }
        }

        return taps;
    }

    /// <summary>Appends a tap.</summary>
    public void Add(int row, int column, int index)
    {
        Rows[Count] = row;
        Columns[Count] = column;
        Indices[Count] = index;
        MaxRow = Math.Max(MaxRow, row);
        MaxColumn = Math.Max(MaxColumn, column);
        Count++;
    }
}
