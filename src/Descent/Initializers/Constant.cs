using Descent.Kernels;

namespace Descent;

/// <summary>The same value everywhere. For biases and gains; a weight matrix of equal values never learns different units.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value) : Initializer
{
    /// <summary>Zeros.</summary>
    public static Constant Zero { get; } = new(0);

    /// <summary>Ones.</summary>
    public static Constant One { get; } = new(1);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key) => values.Fill(value);
}
