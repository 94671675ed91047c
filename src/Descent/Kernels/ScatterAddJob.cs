using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Adds rows into a table, some columns at a time; the order of the rows is kept in every column.</summary>
internal readonly unsafe struct ScatterAddJob<T>(T* rows, int* indices, int count, int width, T* table) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Chunk = 256;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var start = tile * Chunk;
        var length = Math.Min(Chunk, width - start);
        for (var i = 0; i < count; i++)
        {
            T* from = rows + ((long)i * width) + start, to = table + ((long)indices[i] * width) + start;
            var column = 0;
            for (; column <= length - Vector512<T>.Count; column += Vector512<T>.Count)
            {
                (Vector512.Load(to + column) + Vector512.Load(from + column)).Store(to + column);
            }

            for (; column < length; column++)
            {
                to[column] += from[column];
            }
        }
    }
}
