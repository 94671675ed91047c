using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// The weights and biases of a convolution in the order in which the kernel for one geometry reads them: made once, used by many calls of
/// <see cref="Convolution2d.Forward{T}(PackedConvolutionWeights{T}, ReadOnlySpan{T}, Span{T}, Epilogue{T})"/>. They keep their own copy, so
/// whoever changes the weights calls <see cref="Pack"/> again.
/// </summary>
internal sealed unsafe class PackedConvolutionWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    private readonly T[] memory;

    /// <summary>Room for the weights of a geometry, and the weights and biases (or none) in it.</summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry, or the geometry is invalid.</exception>
    public PackedConvolutionWeights(in Convolution2dGeometry geometry, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias)
    {
        geometry.Validate();
        Geometry = geometry;
        var correlation = LaidOut(null, null);
        memory = GC.AllocateUninitializedArray<T>(
            checked((int)correlation.PanelsLength + correlation.BiasPanelsLength + (Alignment / sizeof(T))), pinned: true);
        fixed (T* start = memory)
        {
            Panels = (T*)(((nint)start + Alignment - 1) & -Alignment);
        }

        BiasPanels = Panels + correlation.PanelsLength;
        Pack(weight, bias);
    }

    /// <summary>What they are packed for, the size of the batch included.</summary>
    public Convolution2dGeometry Geometry { get; }

    /// <summary>The packed weights and biases; valid as long as this object.</summary>
    internal T* Panels { get; }

    /// <inheritdoc cref="Panels"/>
    internal T* BiasPanels { get; }

    /// <summary>Packs other weights for the same geometry.</summary>
    /// <exception cref="ShapeException">A span's length does not fit the geometry.</exception>
    public void Pack(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias)
    {
        Geometry.CheckLengths(Geometry.InputLength, weight.Length, Geometry.OutputLength);
        Convolution2d.CheckBias(Geometry, bias.Length);
        fixed (T* weights = weight, biases = bias)
        {
            var correlation = LaidOut(weights, biases);
            correlation.Panels = Panels;
            correlation.BiasPanels = BiasPanels;
            correlation.PackWeights();
        }

        GC.KeepAlive(memory);
    }

    private Correlation<T> LaidOut(T* weights, T* biases)
    {
        var geometry = Geometry with { Batch = Math.Max(Geometry.Batch, 1) };
        var correlation = Convolution2d.ForwardCorrelation(in geometry, null, weights, biases, null);
        correlation.LayOut();
        return correlation;
    }
}
