using Descent.Kernels;

namespace Descent;

/// <summary>Adds a normal random number of mean 0 to every number of an input: near one another, inputs should have near outputs.</summary>
/// <remarks>Input: any shape. Source: Bishop, Training with noise is equivalent to Tikhonov regularization, 1995.</remarks>
/// <param name="deviation">The standard deviation, in the unit of the scaled input; 0 or more.</param>
/// <exception cref="SpecificationException">The deviation is out of range.</exception>
public sealed class RandomNoise(double deviation = 0.1) : IAugmentation
{
    private readonly double deviation = deviation >= 0 && double.IsFinite(deviation)
        ? deviation
        : throw new SpecificationException(FormattableString.Invariant($"The noise has a deviation of 0 or more, not {deviation}."));

    /// <summary>How the augmentation describes itself.</summary>
    public static Definition<IInputChange> Definition { get; } = ImageAugmentation.Define(
        "noise",
        ["gaussian-noise", "random-noise"],
        "Adds a normal random number to every number of an input, so that near inputs get near outputs; for rows of numbers too.",
        "x + std n, n normal with mean 0 and deviation 1",
        [ImageAugmentation.Amount("std", "standard deviation, in the unit of the scaled input", "0.1") with { Aliases = ["deviation"], Positional = true }],
        "Bishop, Training with noise is equivalent to Tikhonov regularization, 1995",
        "Columns that stand for categories get noise too, and are then no longer 0 or 1.",
        options => new RandomNoise(options.Number("std")));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public void Apply(Span<float> input, Shape shape, ref RandomStream random)
    {
        foreach (ref var value in input)
        {
            value += (float)(deviation * random.NextNormal());
        }
    }
}
