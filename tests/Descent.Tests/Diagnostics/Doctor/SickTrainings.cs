namespace Descent.Tests.Diagnostics;

/// <summary>A training that is not well.</summary>
/// <param name="Finding">What must be found.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Gain">By how much the score on the test part, accuracy or R2, must rise when the finding's remedy is followed.</param>
internal sealed record SickTraining(string Finding, Func<Recipe> Recipe, double Gain);

/// <summary>Trainings that are sick, each in a way of its own: at least two for each finding that a recipe can have.</summary>
internal static partial class SickTrainings
{
    /// <summary>The trainings by name.</summary>
    public static IReadOnlyDictionary<string, SickTraining> All { get; } = new Dictionary<string, SickTraining>([.. OfModelAndTraining]);

    private static IEnumerable<KeyValuePair<string, SickTraining>> Named(string finding, params (string Name, Func<Recipe> Recipe, double Gain)[] trainings)
        => trainings.Select(one => KeyValuePair.Create($"{finding}: {one.Name}", new SickTraining(finding, one.Recipe, one.Gain)));
}
