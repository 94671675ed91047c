namespace Descent;

/// <summary>A weight [out, in, field...] seen as the matrix [out, in * field], for initializers that need one.</summary>
internal static class Matrices
{
    /// <summary>The rows and columns.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes, or not as many values as the shape has places.</exception>
    public static (int Rows, int Columns) Of(string initializer, Shape shape, int count)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2)
        {
            throw new ShapeException(
                $"The initializer '{initializer}' is for weights of two axes or more, not for {shape}; use zeros or constant for biases.");
        }

        return shape.Count == count
            ? (shape[0], shape.Product(1, shape.Rank))
            : throw new ShapeException($"The initializer '{initializer}' is given {count} values to fill for the shape {shape}.");
    }
}
