using System.Globalization;
using System.Text.Json;

namespace Descent;

/// <summary>
/// A training at one moment, in one safetensors file that is written atomically: parameters under <c>model.</c>, optimizer state under
/// <c>optimizer.</c>, an average of the weights under <c>average.</c>, the rest as metadata. Training continues from it bit for bit as if
/// it had never stopped.
/// </summary>
public static class Checkpoint
{
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string AveragePrefix = "average.";
    private const string StateKey = "descent.state";
    private const string StepsKey = "descent.optimizerSteps";
    private const string AverageKey = "descent.averageUpdates";

    /// <summary>Saves a checkpoint; what was at the path stays until the new one is whole on the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="state">Where training stands.</param>
    /// <param name="average">The average of the weights; null where none is kept.</param>
    public static void Save(string path, Layer model, Optimizer optimizer, TrainingState state, ExponentialMovingAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        var tensors = model.Parameters.Select(named => new KeyValuePair<string, Tensor>(ModelPrefix + named.Path, named.Parameter.Value)).ToList();
        for (var i = 0; i < optimizer.State.Count; i++)
        {
            for (var slot = 0; slot < optimizer.StateNames.Count; slot++)
            {
                tensors.Add(new(StateName(i, optimizer.StateNames[slot]), optimizer.State[i][slot]));
            }
        }

        var metadata = new Dictionary<string, string>
        {
            [StateKey] = JsonSerializer.Serialize(state, TrainingJson.Default.TrainingState),
            [StepsKey] = optimizer.Steps.ToString(CultureInfo.InvariantCulture),
        };
        if (average is not null)
        {
            tensors.AddRange(average.Averages.Select(named => new KeyValuePair<string, Tensor>(AveragePrefix + named.Key, named.Value)));
            metadata[AverageKey] = average.Updates.ToString(CultureInfo.InvariantCulture);
        }

        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Loads a checkpoint into a model and an optimizer of the same kind, and returns where training stood.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="average">What takes the average of the weights; null where none was kept.</param>
    /// <exception cref="ModelFileException">The file is damaged, no checkpoint, or another model's or optimizer's.</exception>
    public static TrainingState Load(string path, Layer model, Optimizer optimizer, ExponentialMovingAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        var file = SafeTensors.Read(path);
        TrainingState? state;
        int steps, updates;
        try
        {
            state = JsonSerializer.Deserialize(file.Metadata.GetValueOrDefault(StateKey, "null"), TrainingJson.Default.TrainingState);
            steps = int.Parse(file.Metadata.GetValueOrDefault(StepsKey, ""), CultureInfo.InvariantCulture);
            updates = int.Parse(file.Metadata.GetValueOrDefault(AverageKey, "0"), CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is JsonException or FormatException or OverflowException)
        {
            throw new ModelFileException($"'{path}' holds tensors but no training state: it is no checkpoint.", error);
        }

        if (state is not { IsPossible: true } || steps < 0 || updates < 0)
        {
            throw new ModelFileException($"'{path}' holds tensors but no possible training state: it is no checkpoint, or is damaged.");
        }

        if (file.Metadata.ContainsKey(AverageKey) != average is not null)
        {
            throw new ModelFileException(average is null
                ? $"'{path}' belongs to a training that averages its weights: give Averaging, as it had, or use another folder."
                : $"'{path}' belongs to a training that does not average its weights: leave Averaging out, or use another folder.");
        }

        var saved = ReadOptimizer(file, optimizer, steps);
        var averages = ExponentialMovingAverage.Read(model, name => file.Tensors.GetValueOrDefault(AveragePrefix + name), updates, path);
        file.LoadInto(model, ModelPrefix);
        optimizer.LoadState(steps, saved);
        average?.Load(averages, updates);
        return state;
    }

    private static List<Tensor[]> ReadOptimizer(SafeTensorsFile file, Optimizer optimizer, int steps)
    {
        var saved = new List<Tensor[]>();
        while (optimizer.StateNames.Count > 0 && file.Tensors.ContainsKey(StateName(saved.Count, optimizer.StateNames[0])))
        {
            var index = saved.Count;
            saved.Add(optimizer.StateNames
                .Select(name => file.Tensors.GetValueOrDefault(StateName(index, name))
                    ?? throw new ModelFileException($"'{file.Path}' has no tensor '{StateName(index, name)}': it is another optimizer's checkpoint."))
                .ToArray());
        }

        var stored = file.Tensors.Keys.Count(name => name.StartsWith(OptimizerPrefix, StringComparison.Ordinal));
        return stored == saved.Count * optimizer.StateNames.Count && (stored > 0 || steps == 0 || optimizer.StateNames.Count == 0)
            ? saved
            : throw new ModelFileException(
                $"'{file.Path}' holds {stored} state tensors that are not those of {optimizer.GetType().Name}: it is another optimizer's checkpoint.");
    }

    private static string StateName(int parameter, string name) => string.Create(CultureInfo.InvariantCulture, $"{OptimizerPrefix}{parameter}.{name}");
}
