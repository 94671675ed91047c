using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct DropFunction(double probability) : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> value, Vector512<T> uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(uniform, Lanes.Broadcast<T>(probability)),
            value * Lanes.Broadcast<T>(1 / (1 - probability)),
            Vector512<T>.Zero);
}

/// <summary>Where a random operation takes its key from, each time that it is computed.</summary>
internal interface IRandomKeySource
{
    /// <summary>The key.</summary>
    RandomKey Key { get; }
}

/// <summary>One key for ever.</summary>
internal sealed record FixedKey(RandomKey Key) : IRandomKeySource;

/// <summary>
/// x / (1 - p) where u >= p, else 0, with u uniform in [0, 1) and number i of the key's stream at element i. Gradient: the same of g;
/// the mask is drawn again rather than kept.
/// </summary>
internal sealed class DropoutOperation(double probability, IRandomKeySource source) : FloatingOperation
{
    public override string Name => "dropout";

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0].Span<T>();
        FillUniform(source.Key, y);
        Elementwise.Zip<T, DropFunction>(new DropFunction(probability), inputs[0].Span<T>(), y, y);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new DropoutOperation(probability, source).Apply(outputGradients[0]!)[0]];

    /// <summary>Uniform numbers of a key, in either type.</summary>
    public static void FillUniform<T>(RandomKey key, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            key.FillUniform(MemoryMarshal.Cast<T, float>(target));
        }
        else
        {
            key.FillUniform(MemoryMarshal.Cast<T, double>(target));
        }
    }
}

public sealed partial class Tensor
{
    /// <summary>Each element is 0 with a probability p, else x / (1 - p), so that the expected value stays x.</summary>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="key">The source of randomness: element i depends on the key and i alone.</param>
    /// <exception cref="SpecificationException">p is outside [0, 1).</exception>
    public Tensor Dropout(double probability, RandomKey key)
        => probability is >= 0 and < 1
            ? new DropoutOperation(probability, new FixedKey(key)).Apply(this)[0]
            : throw new SpecificationException($"dropout: the probability {probability} is outside [0, 1).");
}
