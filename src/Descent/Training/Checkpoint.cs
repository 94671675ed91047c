using System.Globalization;
using System.Text.Json;

namespace Descent;

/// <summary>
/// A training at one moment, in one safetensors file that is written atomically: parameters under <c>model.</c>, optimizer state under
/// <c>optimizer.</c>, the rest as metadata. Training continues from it bit for bit as if it had never stopped.
/// </summary>
public static class Checkpoint
{
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string StateKey = "descent.state";
    private const string StepsKey = "descent.optimizerSteps";

    /// <summary>Saves a checkpoint; what was at the path stays until the new one is whole on the disk.</summary>
    public static void Save(string path, Layer model, Optimizer optimizer, TrainingState state)
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

        SafeTensors.Write(path, tensors, new Dictionary<string, string>
        {
            [StateKey] = JsonSerializer.Serialize(state, TrainingJson.Default.TrainingState),
            [StepsKey] = optimizer.Steps.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Loads a checkpoint into a model and an optimizer of the same kind, and returns where training stood.</summary>
    /// <exception cref="ModelFileException">The file is damaged, no checkpoint, or another model's or optimizer's.</exception>
    public static TrainingState Load(string path, Layer model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        var file = SafeTensors.Read(path);
        TrainingState? state;
        int steps;
        try
        {
            state = JsonSerializer.Deserialize(file.Metadata.GetValueOrDefault(StateKey, "null"), TrainingJson.Default.TrainingState);
            steps = int.Parse(file.Metadata.GetValueOrDefault(StepsKey, ""), CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is JsonException or FormatException or OverflowException)
        {
            throw new ModelFileException($"'{path}' holds tensors but no training state: it is no checkpoint.", error);
        }

        if (state is not { IsPossible: true } || steps < 0)
        {
            throw new ModelFileException($"'{path}' holds tensors but no possible training state: it is no checkpoint, or is damaged.");
        }

        var saved = ReadOptimizer(file, optimizer, steps);
        file.LoadInto(model, ModelPrefix);
        optimizer.LoadState(steps, saved);
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
