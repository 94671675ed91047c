namespace Descent.Onnx;

/// <summary>A convolution of sequences or images.</summary>
internal sealed class ConvOperator() : OnnxOperator("Conv")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (x, weight) = (call.Numbers(), call.Numbers(1));
        call.Node.Require(x.Shape.Rank == weight.Shape.Rank && x.Shape.Rank is 3 or 4, $"{x.Shape} and {weight.Shape} are no images or sequences and kernels");
        var movement = Movement.Of(call.Node, x.Shape.Lengths[2..].ToArray(), weight.Shape.Lengths[2..].ToArray());
        var images = Movement.AsImages(x);
        images = movement.IsSymmetric ? images : PadOperator.Zeros(images, [0, 0, .. movement.Before], [0, 0, .. movement.After], call);
        var padding = movement.IsSymmetric ? movement.Before : [0, 0];
        var options = new ConvolutionOptions(
            movement.Strides[0], movement.Strides[1], padding[0], padding[1], movement.Dilations[0], movement.Dilations[1],
            call.Node.Integer("group", 1));
        call.Node.Require(options.Groups > 0, "it needs at least one group");
        return [(OnnxValue)Movement.Back(images.Convolution2d(Movement.AsImages(weight), call.Optional(2), options), x.Shape.Rank)];
    }
}
