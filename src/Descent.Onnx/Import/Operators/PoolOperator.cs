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
        node.Require(fits || (isMaximum && !ceil) || counts, "padding that differs from side to side and does not count is not known for averages");
        if (!fits)
        {
            images = PadOperator.With(images, [0, 0, .. movement.Before], [0, 0, .. movement.After], isMaximum ? double.NegativeInfinity : 0, call);
        }

        var padding = fits && isPadded ? movement.Before : [0, 0];
        var options = new PoolingOptions(
            movement.Kernel[0], movement.Kernel[1], movement.Strides[0], movement.Strides[1], padding[0], padding[1],
            movement.Dilations[0], movement.Dilations[1], ceil, counts);
        return [(OnnxValue)Movement.Back(isMaximum ? images.MaxPool2d(options) : images.AveragePool2d(options), x.Shape.Rank)];
    }
}
