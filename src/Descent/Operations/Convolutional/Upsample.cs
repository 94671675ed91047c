using Descent.Kernels;

namespace Descent;

/// <summary>
/// Each plane at another, larger size; see <see cref="Tensor.Upsample"/>. Shapes: x [n, c, h, w], y [n, c, height, width].
/// Gradient: each g added to what it was made of, by the same shares.
/// </summary>
internal sealed class UpsampleOperation((int Height, int Width) size, bool linear, bool alignCorners) : FloatingOperation
{
    public override string Name => "upsample";

    /// <summary>Whether neighbours are mixed.</summary>
    public bool IsLinear => linear;

    /// <summary>Whether the corners' pixels lie on one another.</summary>
    public bool AlignsCorners => alignCorners;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0].Shape;
        return [new(new Shape(x[0], x[1], size.Height, size.Width), CommonType(inputs))];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0].Shape;
        Upsampling.Forward(
            inputs[0].Span<T>(), x[0] * x[1], new UpsamplingAxis(x[2], size.Height, linear, alignCorners),
            new UpsamplingAxis(x[3], size.Width, linear, alignCorners), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new UpsampleGradientOperation(entry.Inputs[0].Shape, linear, alignCorners).Apply(outputGradients[0]!)[0]];
}

/// <summary>The gradient of an upsampling: linear in g. With u flowing in, g gets u upsampled.</summary>
internal sealed class UpsampleGradientOperation(Shape input, bool linear, bool alignCorners) : FloatingOperation
{
    public override string Name => "upsample'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var g = inputs[0].Shape;
        Upsampling.Backward(
            inputs[0].Span<T>(), input[0] * input[1], new UpsamplingAxis(input[2], g[2], linear, alignCorners),
            new UpsamplingAxis(input[3], g[3], linear, alignCorners), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var g = entry.Inputs[0].Shape;
        return [new UpsampleOperation((g[2], g[3]), linear, alignCorners).Apply(outputGradients[0]!)[0]];
    }
}

public sealed partial class Tensor
{
    /// <summary>
    /// Images [n, c, h, w] made larger. Nearest: each pixel is repeated. Linear: the place of output i is (i + 1/2) / factor - 1/2, at
    /// least 0, or i (h - 1) / (height - 1) with aligned corners; the value lies between those of the two pixels around it, along both
    /// axes.
    /// </summary>
    /// <param name="height">The factor for the height.</param>
    /// <param name="width">The factor for the width.</param>
    /// <param name="linear">Whether neighbours are mixed.</param>
    /// <param name="alignCorners">
    /// Whether the corners' pixels lie on one another, not their outer edges; only where neighbours are mixed.
    /// </param>
    /// <exception cref="ShapeException">These are no images with pixels, or a factor is below 1.</exception>
    public Tensor Upsample(int height, int width, bool linear = false, bool alignCorners = false)
        => Shape.Rank == 4 && Shape[2] > 0 && Shape[3] > 0 && height > 0 && width > 0
            ? new UpsampleOperation((Shape[2] * height, Shape[3] * width), linear, alignCorners).Apply(this)[0]
            : throw new ShapeException(
                $"upsample: images [n, channels, height, width] with pixels and factors of at least 1 are needed, not {Shape} "
                + $"and {height} x {width}; Reshape them.");
}
