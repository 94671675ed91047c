using Descent.Kernels;

namespace Descent;

/// <summary>How many numbers flow into and out of one unit of a weight [out, in, field...]: in * field and out * field.</summary>
/// <param name="In">fan in.</param>
/// <param name="Out">fan out.</param>
public readonly record struct Fans(int In, int Out)
{
    /// <summary>The fans of a weight stored as [out, in, field...]; a vector counts as one output for each element.</summary>
    public static Fans Of(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var field = shape.Rank > 2 ? shape.Product(2, shape.Rank) : 1;
        return shape.Rank switch
        {
            0 => new(1, 1),
            1 => new(shape[0], shape[0]),
            _ => new(shape[1] * field, shape[0] * field),
        };
    }
}

/// <summary>Gives a parameter its first values.</summary>
public abstract class Initializer
{
    /// <summary>Writes the first values of a parameter.</summary>
    /// <param name="values">The elements, last axis innermost.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="fans">Its fans; those of the weight where the parameter is the bias beside one.</param>
    /// <param name="key">The key of the randomness: the same key gives the same values.</param>
    public abstract void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key);
}
