using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>The weights of one convolution of a program, laid out as its kernel reads them.</summary>
internal sealed class ConvolutionPacking(ConvolutionOptions options, Shape images)
{
    private PackedConvolutionWeights<float>? singles;
    private PackedConvolutionWeights<double>? doubles;

    /// <summary>Lays out the weights, and the biases or none.</summary>
    public void Pack(ReadOnlySpan<Tensor> weights)
    {
        if (weights[0].Type == ElementType.Float32)
        {
            Pack(ref singles, weights);
        }
        else
        {
            Pack(ref doubles, weights);
        }
    }

    /// <summary>The convolution with them.</summary>
    public void Run<T>(Tensor input, Tensor output, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Kernels.Convolution2d.Forward((PackedConvolutionWeights<T>)(object)(typeof(T) == typeof(float) ? singles! : doubles!), input.Span<T>(), output.Span<T>(), epilogue);

    private void Pack<T>(ref PackedConvolutionWeights<T>? packed, ReadOnlySpan<Tensor> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bias = weights.Length > 1 ? weights[1].Span<T>() : [];
        if (packed is null)
        {
            var geometry = options.For(images, weights[0].Shape);
            packed = new PackedConvolutionWeights<T>(in geometry, weights[0].Span<T>(), bias);
        }
        else
        {
            packed.Pack(weights[0].Span<T>(), bias);
        }
    }
}

/// <summary>Lays out weights, and biases or none, for <see cref="PackedConvolution2dOperation"/>. Part of programs; no outputs.</summary>
internal sealed class PackConvolutionOperation(ConvolutionPacking packing) : Operation
{
    public override string Name => "pack weights";

    internal override bool HasEffect => true;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => packing.Pack(inputs);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("Packing is part of a program for inference, which has no gradients.");
}

/// <summary>A convolution with weights that are laid out already: input x, output y. Part of programs.</summary>
internal sealed class PackedConvolution2dOperation(ConvolutionPacking packing) : FloatingOperation, IEpilogueHost
{
    public override string Name => "convolution";

    public int RowLength(Shape output) => output.Product(2, 4);

    public void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => packing.Run(inputs[0], outputs[0], epilogue);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => throw new InvalidOperationException("A packed convolution is part of a program, whose shapes are known.");

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => Execute<T>(inputs, outputs, null);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A packed convolution is part of a program for inference, which has no gradients.");
}
