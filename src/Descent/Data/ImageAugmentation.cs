namespace Descent;

/// <summary>What augmentations of images have in common.</summary>
internal static class ImageAugmentation
{
    /// <summary>Height and width of an input that must be an image.</summary>
    /// <exception cref="ShapeException">It is none.</exception>
    public static (int Height, int Width) Plane(Shape shape, string what)
        => shape.Rank == 3
            ? (shape[1], shape[2])
            : throw new ShapeException(
                $"Only images [channels, height, width] can be {what}, not inputs {shape}. Use Reshape of the data set first.");

    /// <summary>A share or probability in [0, 1].</summary>
    /// <exception cref="SpecificationException">It is out of range.</exception>
    public static double Share(double value, string name)
        => value is >= 0 and <= 1
            ? value
            : throw new SpecificationException(FormattableString.Invariant($"The {name} is from 0 to 1, not {value}."));
}
