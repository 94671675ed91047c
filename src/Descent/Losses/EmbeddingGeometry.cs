namespace Descent;

/// <summary>Lengths, distances and similarities of embeddings, which lie along the last axis; none overflows or divides by 0.</summary>
internal static class EmbeddingGeometry
{
    /// <summary>Added to the square of a length, so that the direction of a row of zeros, and its gradient, is 0 instead of NaN.</summary>
    private const double Epsilon = 1e-12;

    /// <summary>The smallest normal float, below which a largest difference is not divided by.</summary>
    private const double Tiny = 1.17549435e-38;

    /// <summary>x / sqrt(x.x + 1e-12): rows of length 1.</summary>
    public static Tensor Unit(Tensor x)
    {
        // Squares of x / s cannot overflow. s is no variable: it cancels, so the derivative is that of the whole.
        var s = Tensor.Maximum(Largest(x), Tensor.Scalar(1, x.Type));
        var scaled = x / s;
        return scaled / (scaled.Square().Sum(-1, keepAxis: true) + (Epsilon / s.Square())).Sqrt();
    }

    /// <summary>The distance (sum of |u - v + epsilon|^p)^(1/p) for each row; its gradient at distance 0 is 0.</summary>
    public static Tensor Distance(Tensor u, Tensor v, double p, double epsilon)
    {
        var difference = (u - v + epsilon).Abs();
        if (p == 1)
        {
            return difference.Sum(-1);
        }

        // As above: a norm is homogeneous, so that s cancels.
        var s = Tensor.Maximum(Largest(difference), Tensor.Scalar(Tiny, difference.Type));
        var sum = (difference / s).Power(p).Sum(-1, keepAxis: true);
        return (sum.Power(1 / p).Keep(sum) * s).Sum(-1);
    }

    /// <summary>
    /// The cosines between all rows of [m, width], divided by a temperature: [m, m], with -1e30 on the diagonal, which softmax makes 0,
    /// since no row is compared with itself.
    /// </summary>
    public static Tensor Similarities(Tensor rows, double temperature)
    {
        var unit = Unit(rows);
        return (unit.MatMul(unit, transposeOther: true) * (1 / temperature)) + Diagonal(rows.Shape[0], -1e30, rows.Type);
    }

    /// <summary>A square matrix of zeros with the same value all along its diagonal.</summary>
    public static Tensor Diagonal(int length, double value, ElementType type)
    {
        var matrix = Tensor.Zeros(new Shape(length, length), type);
        for (var i = 0; i < length; i++)
        {
            if (type == ElementType.Float32)
            {
                matrix.Span<float>()[i * (length + 1)] = (float)value;
            }
            else
            {
                matrix.Span<double>()[i * (length + 1)] = value;
            }
        }

        return matrix;
    }

    private static Tensor Largest(Tensor x) => x.Detached().Abs().Max(-1, keepAxis: true);
}
