namespace Descent;

/// <summary>Finds an axis of a batch, which layers are given, in the shape of one sample.</summary>
internal static class SampleAxis
{
    /// <summary>The sample's shape with that axis made shorter.</summary>
    /// <exception cref="ShapeException">The axis counts samples, does not exist, or cannot be divided.</exception>
    public static Shape Divided(string layer, Shape sample, int axis, int parts)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var at = axis < 0 ? axis + sample.Rank : axis - 1;
        return at >= 0 && at < sample.Rank
            ? sample.With(at, Quotient(layer, sample.Prepend(1), at + 1, parts))
            : throw new ShapeException(
                $"{layer}: axis {axis} of a batch is none of a sample {sample}; axis 0 counts the samples, axis 1 is the sample's first.");
    }

    /// <summary>The length of an axis when every <paramref name="parts"/> places become one.</summary>
    /// <exception cref="ShapeException">The length is no multiple of that, or 0.</exception>
    public static int Quotient(string layer, Shape batch, int axis, int parts)
        => batch[axis] % parts == 0 && batch[axis] > 0
            ? batch[axis] / parts
            : throw new ShapeException(
                $"{layer} needs a length that is a multiple of {parts} along axis {axis}, not {batch[axis]} as in {batch}; "
                + $"end the layer before it with {parts} outputs for each one wanted.");
}
