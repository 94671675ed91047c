using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The QR decomposition by Householder's reflections, in double and with sums of a fixed order, so that its bits are the same on every
/// machine.
/// </summary>
/// <remarks>
/// Source: Householder, Unitary triangularization of a nonsymmetric matrix, 1958; Golub and Van Loan, Matrix computations, 5.2.
/// </remarks>
internal static unsafe class Householder
{
    private const int RowsPerTile = 8;

    /// <summary>
    /// Turns vectors into orthonormal ones that span the same space: those of the decomposition whose triangular factor has a positive
    /// diagonal, so that normal random vectors become a rotation drawn evenly from all.
    /// </summary>
    /// <param name="vectors"><paramref name="count"/> vectors of <paramref name="length"/>, one after another.</param>
    /// <param name="count">The number of vectors; at most <paramref name="length"/>.</param>
    /// <param name="length">The length of each.</param>
    public static void Orthonormalize(Span<double> vectors, int count, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        Tiling.Same(count * length, vectors.Length, nameof(vectors));
        var (scales, signs) = (new double[count], new double[count]);
        fixed (double* rows = vectors)
        {
            for (var k = 0; k < count; k++)
            {
                (scales[k], signs[k]) = Reflector(new Span<double>(rows + ((long)k * length) + k, length - k));
                Reflect(rows, k, scales[k], count, length);
            }

            // The product of all reflections, applied to the unit vectors from the last to the first.
            for (var k = count - 1; k >= 0; k--)
            {
                Reflect(rows, k, scales[k], count, length);
                var row = new Span<double>(rows + ((long)k * length), length);
                var factor = -scales[k] * row[k];
                foreach (ref var value in row[k..])
                {
                    value *= factor;
                }

                row[k] += 1;
                row[..k].Clear();
            }

            for (var k = 0; k < count; k++)
            {
                foreach (ref var value in new Span<double>(rows + ((long)k * length), length))
                {
                    value *= signs[k];
                }
            }
        }
    }

    /// <summary>
    /// Makes x the vector v of the reflection 1 - scale v v' that takes x to a multiple of the first unit vector, and gives the scale
    /// and the sign of that multiple.
    /// </summary>
    private static (double Scale, double Sign) Reflector(Span<double> x)
    {
        var norm = Math.Sqrt(Dot(x, x));
        if (norm == 0)
        {
            return (0, 1);
        }

        // Of the two reflections the one without cancellation.
        var (first, sign) = (x[0], x[0] < 0 ? 1 : -1);
        x[0] = first - (sign * norm);
        return (1 / (norm * (norm + Math.Abs(first))), sign);
    }

    /// <summary>Reflects all vectors after number k by that which number k holds from its place k on.</summary>
    private static void Reflect(double* rows, int k, double scale, int count, int length)
        => Tiling.Run(Tiling.Groups(count - k - 1, RowsPerTile), new ReflectJob(rows, k, scale, count, length));

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            sums = Lanes.MultiplyAdd(Vector512.Create(a[i..]), Vector512.Create(b[i..]), sums);
        }

        var sum = Lanes.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void AddScaled(Span<double> y, double factor, ReadOnlySpan<double> x)
    {
        var i = 0;
        for (; i <= y.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var before = Vector512.Create((ReadOnlySpan<double>)y[i..]);
            Lanes.MultiplyAdd(Vector512.Create(factor), Vector512.Create(x[i..]), before).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    private readonly struct ReflectJob(double* rows, int k, double scale, int count, int length) : ITileJob
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run(int tile)
        {
            var v = new ReadOnlySpan<double>(rows + ((long)k * length) + k, length - k);
            var first = k + 1 + (tile * RowsPerTile);
            for (var row = first; row < Math.Min(first + RowsPerTile, count); row++)
            {
                var y = new Span<double>(rows + ((long)row * length) + k, length - k);
                AddScaled(y, -scale * Dot(v, y), v);
            }
        }
    }
}
