namespace Descent;

/// <summary>What layers on images ask of a sample: [channels, height, width].</summary>
internal static class ImageShape
{
    /// <summary>Refuses a sample that is no image, and says how to make it one.</summary>
    public static void Require(Shape sample, string layer)
    {
        if (sample.Rank == 3)
        {
            return;
        }

        var side = (int)Math.Round(Math.Sqrt(sample.Count));
        var remedy = sample.Rank == 2 ? $"Put 'reshape 1x{sample[0]}x{sample[1]}' before it."
            : side * side == sample.Count && side > 1 ? "If they are square images of one channel, put "
                + $"'reshape 1x{side}x{side}' before it."
            : "Put a reshape such as 'reshape 1x28x28' before it.";
        throw new ShapeException($"{layer} takes images [channels, height, width], not samples {sample}. {remedy}");
    }

    /// <summary>A size in the words of a specification: 3, or 3x5.</summary>
    public static string Text(int height, int width) => height == width ? $"{height}" : $"{height}x{width}";

    /// <summary>A word and a size; nothing where it is the usual one.</summary>
    public static string Text(string word, int height, int width, int usual)
        => height == usual && width == usual ? "" : $" {word} {Text(height, width)}";
}
