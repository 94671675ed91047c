namespace Descent.Kernels;

/// <summary>Which slot of <see cref="Scratch"/> is used for what: by the convolution and the normalisation; the caller's blocks, then those of each worker.</summary>
internal static class ScratchSlots
{
    /// <summary>The caller's: packed weights, or partial sums of the gradient for the weights.</summary>
    public const int Weights = 0;

    /// <summary>The caller's: biases of the packed weights.</summary>
    public const int Bias = 1;

    /// <summary>The caller's: where each (channel, tap) reads.</summary>
    public const int Offsets = 2;

    /// <summary>A worker's: copied source planes, or pixels.</summary>
    public const int Planes = 3;

    /// <summary>A worker's: packed panel of pixels, or rows on their way into pixels.</summary>
    public const int Panel = 4;

    /// <summary>A worker's: results, or sums, before they are written out.</summary>
    public const int Results = 5;

    /// <summary>A worker's: tables of pixels.</summary>
    public const int Pixels = 6;

    /// <summary>The caller's: the taps of the kernel.</summary>
    public const int Taps = 7;

    /// <summary>The caller's: the phases that taps read.</summary>
    public const int Phases = 8;

    /// <summary>A worker's: a channel that is normalised, in one piece.</summary>
    public const int NormalizationInput = 9;

    /// <summary>A worker's: a channel of the gradient, in one piece.</summary>
    public const int NormalizationGradient = 10;

    /// <summary>The caller's: where the vectors of a depthwise convolution's plane lie.</summary>
    public const int VectorPlaces = 11;

    /// <summary>A worker's: sums of the gradient for one kernel of a depthwise convolution, lane by lane.</summary>
    public const int DepthwiseSums = 12;

    /// <summary>The caller's: a normalisation's inverse deviation of each channel.</summary>
    public const int InverseDeviations = 15;
}
