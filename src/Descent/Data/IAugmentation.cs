using Descent.Kernels;

namespace Descent;

/// <summary>A random change of what is trained on, made anew each epoch; the Catalog lists them as augmentations.</summary>
public interface IInputChange
{
    /// <summary>The name in the Catalog; that of the type unless it has one.</summary>
    string Name => GetType().Name;
}

/// <summary>A random change of a training input that keeps its target, made anew each epoch.</summary>
public interface IAugmentation : IInputChange
{
    /// <summary>Changes one input in place.</summary>
    /// <param name="input">The input, scaled already.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="random">Random numbers that belong to this seed, epoch and sample alone.</param>
    void Apply(Span<float> input, Shape shape, ref RandomStream random);

    /// <summary>The same change for the inputs of a data set, whose scaling it may need to know.</summary>
    /// <param name="training">What is trained on.</param>
    /// <exception cref="DescentException">It makes no sense for such inputs; the message says why.</exception>
    IAugmentation For(Dataset training) => this;
}

/// <summary>
/// A mixture of each training input with another of its batch; the targets are mixed in the same shares, classes as probabilities.
/// </summary>
public interface IMixing : IInputChange
{
    /// <summary>Mixes a partner into an input, in place.</summary>
    /// <param name="input">The input, scaled and augmented already.</param>
    /// <param name="partner">The other input, as it was before anything was mixed.</param>
    /// <param name="shape">The inputs' shape.</param>
    /// <param name="random">Random numbers that belong to this seed, epoch and sample alone.</param>
    /// <returns>The share of the input in the mixture, from 0 to 1; the rest is the partner's.</returns>
    double Apply(Span<float> input, ReadOnlySpan<float> partner, Shape shape, ref RandomStream random);

    /// <summary>The same mixture for the inputs of a data set.</summary>
    /// <param name="training">What is trained on.</param>
    /// <exception cref="DescentException">It makes no sense for such inputs; the message says why.</exception>
    IMixing For(Dataset training) => this;
}
