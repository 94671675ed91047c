namespace Descent;

/// <summary>The data of trials, loaded once for all that read, split and scale it alike.</summary>
/// <param name="most">The most data sets to keep.</param>
internal sealed class SweepData(int most)
{
    private readonly Lock gate = new();
    private readonly List<(string Key, Lazy<TrainingData> Data)> kept = [];

    /// <summary>The data of a recipe.</summary>
    /// <exception cref="DescentException">The source cannot be used.</exception>
    public TrainingData Load(Recipe recipe)
    {
        Lazy<TrainingData> data;
        lock (gate)
        {
            var key = Key(recipe);
            var place = kept.FindIndex(known => known.Key == key);
            data = place < 0 ? new Lazy<TrainingData>(() => DataSource.Load(recipe)) : kept[place].Data;
            if (place >= 0)
            {
                kept.RemoveAt(place);
            }
            else if (kept.Count == most)
            {
                kept.RemoveAt(0);
            }

            kept.Add((key, data));
        }

        return data.Value;
    }

    // What only trains is left out; of the loss the name alone says what it takes.
    private static string Key(Recipe recipe) => (recipe with
    {
        Model = null,
        From = null,
        WeightsHash = null,
        Freeze = null,
        Rates = null,
        Loss = recipe.Loss?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(),
        Optimizer = null,
        Schedule = null,
        ScheduleBy = null,
        Augment = null,
        Accumulate = null,
        L1 = null,
        L2 = null,
        AverageDecay = null,
        ClipNorm = null,
        Patience = null,
        Epochs = null,
        BatchSize = null,
        Sweep = null,
    }).ToJson();
}
