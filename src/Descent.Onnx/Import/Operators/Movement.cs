namespace Descent.Onnx;

/// <summary>How a window moves over one or two axes, as convolutions and poolings say it.</summary>
/// <param name="Kernel">The window, rows and columns.</param>
/// <param name="Strides">The steps.</param>
/// <param name="Dilations">The distances within the window.</param>
/// <param name="Before">The padding above and left.</param>
/// <param name="After">The padding below and right.</param>
internal sealed record Movement(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After)
{
    /// <summary>Whether the padding is the same on both sides.</summary>
    public bool IsSymmetric => Before.AsSpan().SequenceEqual(After);

    /// <summary>Reads the attributes of a node; one axis becomes the columns of images of one row.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The lengths of the axes that it moves over.</param>
    /// <param name="kernel">The window, where no attribute has to say it.</param>
    public static Movement Of(NodeDefinition node, int[] input, int[]? kernel = null)
    {
        var axes = input.Length;
        node.Require(axes is 1 or 2, $"it moves over {axes} axes, and 1 or 2 are known");
        int[] Read(string name, int otherwise)
        {
            var values = node.Integers(name) ?? [.. Enumerable.Repeat(otherwise, axes)];
            node.Require(values.Length == axes && values.All(value => value is > 0 and < 1 << 20), $"{name} [{string.Join(", ", values)}] do not fit {axes} axes");
            return values;
        }

        var window = node.Has("kernel_shape") || kernel is null ? Read("kernel_shape", 0) : kernel;
        var (strides, dilations) = (Read("strides", 1), Read("dilations", 1));
        var pads = node.Integers("pads") ?? new int[2 * axes];
        node.Require(pads.Length == 2 * axes && pads.All(pad => pad is >= 0 and < 1 << 20), $"pads [{string.Join(", ", pads)}] do not fit {axes} axes");
        var (before, after) = (pads[..axes], pads[axes..]);
        var automatic = node.Text("auto_pad", "NOTSET");
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            for (var axis = 0; axis < axes; axis++)
            {
                var outputs = (input[axis] + strides[axis] - 1) / strides[axis];
                var all = Math.Max(0, ((outputs - 1) * strides[axis]) + (dilations[axis] * (window[axis] - 1)) + 1 - input[axis]);
                before[axis] = automatic == "SAME_UPPER" ? all / 2 : all - (all / 2);
                after[axis] = all - before[axis];
            }
        }
        else if (automatic == "VALID")
        {
            (before, after) = (new int[axes], new int[axes]);
        }

        return axes == 2
            ? new Movement(window, strides, dilations, before, after)
            : new Movement([1, window[0]], [1, strides[0]], [1, dilations[0]], [0, before[0]], [0, after[0]]);
    }

    /// <summary>Sequences [n, channels, length] as images of one row; images stay.</summary>
    public static Tensor AsImages(Tensor x) => x.Shape.Rank == 3 ? x.Reshape(x.Shape[0], x.Shape[1], 1, x.Shape[2]) : x;

    /// <summary>The inverse for an output, where the input had so many axes.</summary>
    public static Tensor Back(Tensor y, int rank) => rank == 3 ? y.Reshape(y.Shape[0], y.Shape[1], y.Shape[3]) : y;
}
