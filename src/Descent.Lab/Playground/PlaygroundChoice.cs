namespace Descent.Lab.Playground;

/// <summary>What of the Catalog can be chosen on the playground. Which losses train a small network is found by trying it.</summary>
internal static class PlaygroundChoice
{
    private static readonly Lazy<PlaygroundChoices> Found = new(Find);

    /// <summary>All choices; found once.</summary>
    public static PlaygroundChoices All => Found.Value;

    private static PlaygroundChoices Find() => new(
        [.. PlaygroundData.Generated.Select(one => one.Name), "drawn", "table"],
        new PlaygroundLosses(Trainable("xor"), Trainable("plane")),
        [.. Catalog.Initializers.Where(Stands).Select(definition => definition.Name)],
        PlaygroundSettings.MostLayers,
        PlaygroundSettings.MostUnits,
        PlaygroundSettings.MostPoints,
        PlaygroundSettings.MostEpochs);

    private static string[] Trainable(string data) => [.. Catalog.Losses.Where(definition => Trains(definition, data)).Select(definition => definition.Name)];

    private static bool Stands(Definition definition) => definition.Options.All(option => option.Default is not null);

    private static bool Trains(Definition definition, string data)
    {
        if (!Stands(definition))
        {
            return false;
        }

        try
        {
            new PlaygroundTraining(new PlaygroundSettings(data, Points: 16, Layers: ["2 tanh"], Loss: definition.Name)).StepBatch();
            return true;
        }
        catch (DescentException)
        {
            return false;
        }
    }
}
