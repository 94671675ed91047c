namespace Descent;

/// <summary>What layers along sequences of channels ask of a sample: [channels, length].</summary>
internal static class SequenceShape
{
    /// <summary>Refuses a sample that is no sequence of channels, and says how to make it one.</summary>
    public static void Require(Shape sample, string layer)
    {
        if (sample.Rank == 2)
        {
            return;
        }

        var remedy = sample.Rank == 1 ? $"Put 'reshape 1x{sample[0]}' before it."
            : sample.Rank == 3 ? $"For images there is {layer.Replace("1d", "", StringComparison.Ordinal)}." : "Put a reshape before it.";
        throw new ShapeException($"{layer} takes sequences [channels, length], not samples {sample}. {remedy}");
    }

    /// <summary>
    /// A batch of sequences [n, channels, length] as images of one row, or images [n, channels, height, width] as they are.
    /// </summary>
    /// <exception cref="ShapeException">It is neither.</exception>
    public static Tensor AsImages(Tensor batch, string layer) => batch.Shape.Rank switch
    {
        3 => batch.Reshape(batch.Shape[0], batch.Shape[1], 1, batch.Shape[2]),
        4 => batch,
        _ => throw new ShapeException(
            $"{layer} takes batches of sequences [n, channels, length] or images [n, channels, height, width], not {batch.Shape}."),
    };

    /// <summary>Images of one row as what they were made of, a batch of the given rank.</summary>
    public static Tensor As(this Tensor images, int rank)
        => rank == 4 ? images : images.Reshape(images.Shape[0], images.Shape[1], images.Shape[3]);
}
