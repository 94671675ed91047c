using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A product of so few elements that any preparation would take longer: the three loops.</summary>
internal static unsafe class MatrixProductTiny
{
    /// <summary>The most multiply-adds that are done sooner one by one.</summary>
    internal const int MaxWork = 96;

    /// <summary>The product as its operands describe it; the sums of a row of C lie side by side.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<T>(
        T* a, nint aRow, nint aStep, T* b, nint bStep, nint bColumn, T* c, int rows, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var firstOfColumn = b;
            for (var column = 0; column < columns; column++)
            {
                var (left, right) = ((nint)a, (nint)firstOfColumn);
                var sum = accumulate ? *c : T.Zero;
                for (var remaining = depth; remaining > 0; remaining--)
                {
                    sum = T.FusedMultiplyAdd(*(T*)left, *(T*)right, sum);
                    left += aStep * sizeof(T);
                    right += bStep * sizeof(T);
                }

                *c++ = sum;
                firstOfColumn += bColumn;
            }

            a += aRow;
        }
    }
}
