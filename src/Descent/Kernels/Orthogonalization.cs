using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Turns a matrix X = U S V' into about U V', whose singular values are all near 1, by Newton and Schulz's iteration with the coefficients
/// of the
/// Muon optimizer: five rounds of X = a X + (b A + c A^2) X with A = X X', on the shorter side. Singular values end between about 0.7 and
/// 1.2.
/// </summary>
/// <remarks>Source: K. Jordan et al., Muon: an optimizer for hidden layers in neural networks, 2024.</remarks>
internal static unsafe class Orthogonalization
{
    private const int Rounds = 5;
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;

    // Keeps a matrix of zeros at zeros.
    private const double NormOffset = 1e-7;

    /// <summary>Makes the rows (or columns, if there are more rows) of a matrix nearly orthonormal, in place; zeros stay zeros.</summary>
    public static void Apply<T>(Span<T> x, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = rows * columns, side = Math.Min(rows, columns), square = side * side;
        var scratch = ScratchBuffers.Get<T>(ScratchBuffers.Slot.Orthogonalization, length + (2 * (nint)square));
        var spare = new Span<T>(scratch, length);
        var gram = new Span<T>(scratch + length, square);
        var polynomial = new Span<T>(scratch + length + square, square);
        ReadOnlySpan<T> whole = x[..length];
        var norm = Math.Sqrt(ElementSum.Of(default(ProductTerm), whole, whole));
        Update.Apply(new Scaling(1 / (norm + NormOffset)), x, whole);
        Span<T> from = x, to = spare;
        for (var round = 0; round < Rounds; round++)
        {
            var wide = rows <= columns;
            MatrixProduct.Multiply<T>(from, !wide, from, wide, gram, side, side, wide ? columns : rows);
            MatrixProduct.Multiply<T>(gram, false, gram, false, polynomial, side, side, side);
            Update.Apply(new Polynomial(B, C), polynomial, gram);
            for (var i = 0; i < side; i++)
            {
                polynomial[i * (side + 1)] += T.CreateTruncating(A);
            }

            if (wide)
            {
                MatrixProduct.Multiply<T>(polynomial, false, from, false, to, rows, columns, rows);
            }
            else
            {
                MatrixProduct.Multiply<T>(from, false, polynomial, false, to, rows, columns, columns);
            }

            var next = to;
            to = from;
            from = next;
        }

        // An odd number of rounds ends in the spare matrix.
        from.CopyTo(x);
    }

    /// <summary>The square becomes b gram + c square.</summary>
    private readonly struct Polynomial(Coefficient b, Coefficient c) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> square, Vector512<T> gram, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => square = Lanes.MultiplyAdd(c.Lanes<T>(), square, b.Lanes<T>() * gram);
    }

    /// <summary>The element becomes the other, scaled.</summary>
    private readonly struct Scaling(Coefficient scale) : IUpdate
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> element, Vector512<T> other, ref Vector512<T> state0, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => element = scale.Lanes<T>() * other;
    }
}
