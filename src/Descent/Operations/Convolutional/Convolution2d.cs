using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// y[n, o, i, j] = b[o] + sum over (c, kh, kw) of w[o, c, kh, kw] x[n, c, i stride + kh dilation - padding, ...], zeros in the padding.
/// Shapes: x [n, in, h, w], w [out, in / groups, kh, kw], b [out] or absent.
/// Gradients: for x by an operation of its own, for w and b together by another; where w needs none, for b the sum of g.
/// </summary>
internal sealed class Convolution2dOperation(ConvolutionOptions options) : FloatingOperation, IEpilogueHost
{
    public override string Name => "convolution";

    /// <summary>Stride, padding, dilation and groups.</summary>
    public ConvolutionOptions Options => options;

    /// <summary>Whether the kernel reads weights in a layout of its own; a depthwise one reads them as they lie.</summary>
    public bool ReadsPackedWeights(Shape input, Shape weight) => !Kernels.Convolution2d.IsDepthwise(options.For(input, weight));

    public int RowLength(Shape output) => output.Product(2, 4);

    public void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var geometry = options.For(inputs[0].Shape, inputs[1].Shape);
        Kernels.Convolution2d.Forward(
            in geometry, inputs[0].Span<T>(), inputs[1].Span<T>(), inputs.Length > 2 ? inputs[2].Span<T>() : [], outputs[0].Span<T>(), epilogue);
    }

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, w) = (inputs[0].Shape, inputs[1].Shape);
        if (x.Rank != 4 || w.Rank != 4)
        {
            throw new ShapeException(
                $"convolution: images are [n, channels, height, width] and weights [out, in, height, width], not {x} and {w}; "
                + "Reshape them.");
        }

        if (x[1] != w[1] * options.Groups)
        {
            throw new ShapeException(
                $"convolution: the images {x} have {x[1]} channels, the weight {w} with {options.Groups} groups is for "
                + $"{w[1] * options.Groups}; "
                + "make the layer with as many input channels as the images have.");
        }

        if (inputs.Length > 2 && !inputs[2].Shape.Equals(new Shape(w[0])))
        {
            throw new ShapeException(
                $"convolution: the bias {inputs[2].Shape} must hold one number for each of the {w[0]} output channels.");
        }

        var geometry = options.For(x, w);
        geometry.Validate();
        return [new(new Shape(x[0], w[0], geometry.OutHeight, geometry.OutWidth), CommonType(inputs))];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Execute<T>(inputs, outputs, null);

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, ConvolutionOptions.Flops(output: outputs[0].Shape, weight: inputs[1].Shape));

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, w, g) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        var gradients = new Tensor?[entry.Inputs.Count];
        var bias = gradients.Length > 2 && entry.Inputs[2].RequiresGradient;
        gradients[0] = x.RequiresGradient ? new Convolution2dInputGradientOperation(options, x.Shape).Apply(g, w)[0] : null;
        if (w.RequiresGradient)
        {
            var outputs = new Convolution2dWeightGradientOperation(options, w.Shape, bias).Apply(x, g);
            gradients[1] = outputs[0];
            if (bias)
            {
                gradients[2] = outputs[1];
            }
        }
        else if (bias)
        {
            gradients[2] = g.SumTo(new Shape(g.Shape[1], 1, 1)).Reshape(entry.Inputs[2].Shape);
        }

        return gradients;
    }
}

/// <summary>
/// The gradient of a convolution for its input: linear in g and w. With u flowing in, g gets the convolution of u, and w the weight
/// gradient at u.
/// </summary>
internal sealed class Convolution2dInputGradientOperation(ConvolutionOptions options, Shape input) : FloatingOperation, IEpilogueHost
{
    public override string Name => "convolution' for the input";

    /// <summary>Stride, padding, dilation and groups of the convolution.</summary>
    public ConvolutionOptions Options => options;

    public int RowLength(Shape output) => output.Product(2, 4);

    public void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var geometry = options.For(input, inputs[1].Shape);
        Kernels.Convolution2d.InputGradient(in geometry, inputs[0].Span<T>(), inputs[1].Span<T>(), outputs[0].Span<T>(), epilogue);
    }

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(input, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Execute<T>(inputs, outputs, null);

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, ConvolutionOptions.Flops(output: inputs[0].Shape, weight: inputs[1].Shape));

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, w, u) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        return
        [
            g.RequiresGradient ? new Convolution2dOperation(options).Apply(u, w)[0] : null,
            w.RequiresGradient ? new Convolution2dWeightGradientOperation(options, w.Shape).Apply(u, g)[0] : null,
        ];
    }
}

/// <summary>
/// The gradient of a convolution for its weight: linear in x and g. A second output, where it is wanted, is the gradient for the bias, the
/// sum of g over images and pixels, which the kernel finds on the way. With u and v flowing in, x gets the input gradient at u, and g the
/// convolution by u with the bias v.
/// </summary>
internal sealed class Convolution2dWeightGradientOperation(ConvolutionOptions options, Shape weight, bool bias = false) : FloatingOperation
{
    public override string Name => "convolution' for the weight";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var type = CommonType(inputs);
        return bias ? [new(weight, type), new(new Shape(weight[0]), type)] : [new(weight, type)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var geometry = options.For(inputs[0].Shape, weight);
        Kernels.Convolution2d.WeightGradient<T>(
            in geometry, inputs[0].Span<T>(), inputs[1].Span<T>(), outputs[0].Span<T>(), bias ? outputs[1].Span<T>() : []);
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, ConvolutionOptions.Flops(output: inputs[1].Shape, weight));

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (x, g, u) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]);
        var v = bias ? outputGradients[1] : null;
        return
        [
            x.RequiresGradient && u is not null ? new Convolution2dInputGradientOperation(options, x.Shape).Apply(g, u)[0] : null,
            g.RequiresGradient ? ForOutputGradient(x, g, u, v) : null,
        ];
    }

    private Tensor? ForOutputGradient(Tensor x, Tensor g, Tensor? u, Tensor? v)
    {
        return (u, v) switch
        {
            (null, null) => null,
            (null, _) => v.Reshape(new Shape(weight[0], 1, 1)).BroadcastTo(g.Shape),
            (_, null) => new Convolution2dOperation(options).Apply(x, u)[0],
            _ => new Convolution2dOperation(options).Apply(x, u, v)[0],
        };
    }
}

public sealed partial class Tensor
{
    /// <summary>
    /// The two-dimensional convolution (cross-correlation) of images [n, in, h, w] with a weight [out, in / groups, kh, kw].
    /// </summary>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">One number for each output channel, or null.</param>
    /// <param name="options">Stride, padding, dilation and groups; 1, 0, 1 and 1 unless given.</param>
    /// <exception cref="ShapeException">The channels differ, or the kernel is larger than the padded image.</exception>
    public Tensor Convolution2d(Tensor weight, Tensor? bias = null, ConvolutionOptions? options = null)
    {
        var operation = new Convolution2dOperation(options ?? new());
        return bias is null ? operation.Apply(this, weight)[0] : operation.Apply(this, weight, bias)[0];
    }
}
