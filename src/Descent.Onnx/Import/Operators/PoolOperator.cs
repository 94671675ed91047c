namespace Descent.Onnx;

/// <summary>The maximum or mean of windows over sequences or images.</summary>
internal sealed class PoolOperator(string type) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (x, node) = (call.Numbers(), call.Node);
        node.Require(x.Shape.Rank is 3 or 4, $"{x.Shape} are no images or sequences");
        node.Require(node.Outputs.Count == 1, "the places of maxima are not known");
        var movement = Movement.Of(node, x.Shape.Lengths[2..].ToArray());
        var images = Movement.AsImages(x);
        var isMaximum = Type == "MaxPool";
        var counts = isMaximum || node.Integer("count_include_pad", 0) != 0;
        var isPadded = movement.Before.Concat(movement.After).Any(pad => pad > 0);
        var fits = movement.IsSymmetric && Enumerable.Range(0, 2).All(axis => movement.Before[axis] <= movement.Kernel[axis] / 2);
        var ceil = node.Integer("ceil_mode", 0) != 0;
        Tensor Padded(Tensor values, double value) => fits
            ? values
            : PadOperator.With(values, [0, 0, .. movement.Before], [0, 0, .. movement.After], value, call);

        var padding = fits && isPadded ? movement.Before : [0, 0];
        var options = new PoolingOptions(
            movement.Kernel[0], movement.Kernel[1], movement.Strides[0], movement.Strides[1], padding[0], padding[1],
            movement.Dilations[0], movement.Dilations[1], ceil, counts || !fits);
        if (isMaximum)
        {
            return [(OnnxValue)Movement.Back(Padded(images, double.NegativeInfinity).MaxPool2d(options), x.Shape.Rank)];
        }

        // What does not count is taken out by the share of each window that does.
        var mean = Padded(images, 0).AveragePool2d(options);
        var share = fits || counts ? null : Padded(Tensor.Ones(new Shape(1, 1, images.Shape[2], images.Shape[3]), x.Type), 0).AveragePool2d(options);
        return [(OnnxValue)Movement.Back(share is null ? mean : mean / share, x.Shape.Rank)];
    }
}
