namespace Descent;

/// <summary>How the pixels of images, and columns that are no table's, are scaled before they reach the model.</summary>
internal static class ImageScaling
{
    private static readonly string[] Known = ["none", "unit", "standardize"];

    /// <summary>Applies none (as stored), unit (0..1) or standardize (fitted on the training part); unless given, unit for images and nothing for columns.</summary>
    public static DataSplit Apply(DataSplit split, string? scale)
    {
        if (split.Train.ImageShape is null && split.Train.InputShape.Rank < 3)
        {
            return scale switch
            {
                null => split,
                "none" => split.WithScaling(InputScaling.None),
                "standardize" => split.Standardize(),
                _ => throw new SpecificationException($"scale '{scale}' is for images; columns are standardised, or taken as they are with 'none'."),
            };
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
