namespace Descent.Onnx;

/// <summary>A transposed convolution of sequences or images.</summary>
internal sealed class ConvTransposeOperator() : OnnxOperator("ConvTranspose")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (x, weight, node) = (call.Numbers(), call.Numbers(1), call.Node);
        node.Require(x.Shape.Rank == weight.Shape.Rank && x.Shape.Rank is 3 or 4, $"{x.Shape} and {weight.Shape} are no images or sequences and kernels");
        node.Require(node.Text("auto_pad", "NOTSET") == "NOTSET" && !node.Has("output_shape"), "auto_pad and output_shape are not known; pads are");
        var movement = Movement.Of(node, x.Shape.Lengths[2..].ToArray(), weight.Shape.Lengths[2..].ToArray());
        var added = node.Integers("output_padding") ?? new int[x.Shape.Rank - 2];
        node.Require(added.Length == x.Shape.Rank - 2, "output_padding does not fit the axes");
        var groups = node.Integer("group", 1);
        node.Require(groups > 0, "it needs at least one group");
        (int Height, int Width) more = added.Length == 2 ? (added[0], added[1]) : (0, added[0]);

        // Without padding first, then the borders are cut off: they may differ.
        var options = new ConvolutionOptions(
            movement.Strides[0], movement.Strides[1], 0, 0, movement.Dilations[0], movement.Dilations[1], groups);
        var y = Movement.AsImages(x).ConvolutionTranspose2d(Movement.AsImages(weight), call.Optional(2), options, more);
        for (var axis = 0; axis < 2; axis++)
        {
            var length = y.Shape[axis + 2] - movement.Before[axis] - movement.After[axis];
            y = length == y.Shape[axis + 2] ? y : y.Slice(axis + 2, movement.Before[axis], length);
        }

        return [(OnnxValue)Movement.Back(y, x.Shape.Rank)];
    }
}
