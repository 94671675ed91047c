using System.Numerics;

namespace Descent.Kernels;

/// <summary>Two epilogues, one after the other on each block.</summary>
internal sealed unsafe class EpiloguePair<T>(Epilogue<T> first, Epilogue<T> second) : Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
    {
        first.Apply(c, rowStride, row, rows, column, columns);
        second.Apply(c, rowStride, row, rows, column, columns);
    }

    public override void ReadsAhead(ref Ahead ahead, int row, int rows)
    {
        first.ReadsAhead(ref ahead, row, rows);
        second.ReadsAhead(ref ahead, row, rows);
    }
}
