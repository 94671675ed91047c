namespace Descent;

/// <summary>How the pixels of images are scaled before they reach the model.</summary>
internal static class ImageScaling
{
    private static readonly string[] Known = ["none", "unit", "standardize"];

    /// <summary>Applies none (0..255 as stored), unit (0..1) or standardize (fitted on the training part); unit unless given.</summary>
    public static DataSplit Apply(DataSplit split, string? scale)
    {
        if (split.Train.ImageShape is null && split.Train.InputShape.Rank < 3)
        {
            return scale is null ? split : throw new SpecificationException($"scale '{scale}' is for images; the columns of tables are always standardised.");
        }

        return scale switch
        {
            null or "unit" => split.WithScaling(InputScaling.Unit(split.Train.InputMaximum ?? 255)),
            "none" => split.WithScaling(InputScaling.None),
            "standardize" => split.Standardize(),
            _ => throw new SpecificationException($"There is no scale '{scale}'. {NearestNames.Suggest(scale, Known)}"),
        };
    }
}
