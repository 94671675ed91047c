using Descent.Kernels;

namespace Descent;

/// <summary>A random change of a training input that keeps its target, made anew each epoch.</summary>
public interface IAugmentation
{
    /// <summary>Changes one input in place.</summary>
    /// <param name="input">The input, scaled already.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="random">Random numbers that belong to this seed, epoch and sample alone.</param>
    void Apply(Span<float> input, Shape shape, ref RandomStream random);
}
