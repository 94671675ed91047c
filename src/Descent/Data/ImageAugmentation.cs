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

    /// <summary>Refuses a data set that is no images.</summary>
    /// <exception cref="ShapeException">It is none.</exception>
    public static void Require(Dataset training, string name, string what)
    {
        if (training.InputShape.Rank != 3)
        {
            throw new ShapeException(
                $"'{name}' is for images, whose pixels have neighbours; the inputs of '{training.Name}' have the shape {training.InputShape} "
                + $"and cannot be {what}. For rows of numbers there are 'noise' and 'mixup'.");
        }
    }

    /// <summary>A definition of an augmentation.</summary>
    public static Definition<IInputChange> Define(
        string name, string[] aliases, string summary, string formula, Option[] options, string source, string caveats, Func<OptionValues, IInputChange> create)
        => new()
        {
            Kind = ConceptKind.Augmentation,
            Name = name,
            Aliases = aliases,
            Summary = summary,
            FormulaText = formula,
            Options = options,
            Source = source,
            Caveats = caveats,
            Create = create,
        };

    /// <summary>An amount that is a number in a range.</summary>
    public static Option Amount(string name, string meaning, string usual, double maximum = double.PositiveInfinity)
        => new(name, OptionKind.Number, meaning, usual) { Minimum = 0, Maximum = maximum };

    /// <summary>A share or probability in [0, 1].</summary>
    /// <exception cref="SpecificationException">It is out of range.</exception>
    public static double Share(double value, string name)
        => value is >= 0 and <= 1
            ? value
            : throw new SpecificationException(FormattableString.Invariant($"The {name} is from 0 to 1, not {value}."));
}
