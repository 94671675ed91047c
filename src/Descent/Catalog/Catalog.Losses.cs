namespace Descent;

/// <summary>Everything that Descent knows by name, each with its options, formula and source.</summary>
public static partial class Catalog
{
    /// <summary>The losses.</summary>
    public static IReadOnlyList<Definition<Loss>> Losses { get; } =
    [
        MeanSquaredError.Definition,
        CrossEntropy.Definition,
    ];
}
