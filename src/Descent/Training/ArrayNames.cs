namespace Descent;

/// <summary>Which arrays of an npz file are inputs and which are what to predict, by the names that people give them.</summary>
internal static class ArrayNames
{
    private static readonly string[] Inputs = ["x", "inputs", "images", "features", "data"];
    private static readonly string[] Targets = ["y", "labels", "targets", "target"];
    private static readonly string[] Test = ["test"];
    private static readonly string[] Validation = ["val", "valid", "validation"];

    /// <summary>The inputs and targets to train on: <c>x</c>, <c>y</c> or one of the other names, also with <c>train</c> before or behind it.</summary>
    /// <exception cref="DataException">One is missing or not clear; the message says what is there.</exception>
    public static (string Inputs, string Targets) Train(NpzFile file)
        => (InputsToTrainOn(file), Find(file, Targets, ["", "train"]) ?? throw Missing(file, "what to predict", Targets));

    /// <summary>The inputs to train on, or those to predict for.</summary>
    /// <inheritdoc cref="Train"/>
    public static string InputsToTrainOn(NpzFile file) => Find(file, Inputs, ["", "train"]) ?? throw Missing(file, "the inputs", Inputs);

    /// <summary>The parts that were set apart, if there are any: <c>x_test</c>, <c>y_test</c>, <c>val_images</c>, <c>val_labels</c>.</summary>
    /// <exception cref="DataException">Only one of a pair is there, or it is not clear.</exception>
    public static ((string Inputs, string Targets)? Test, (string Inputs, string Targets)? Validation) Others(NpzFile file)
        => (Pair(file, Test), Pair(file, Validation));

    private static (string Inputs, string Targets)? Pair(NpzFile file, string[] part)
        => (Find(file, Inputs, part), Find(file, Targets, part)) switch
        {
            (null, null) => null,
            ({ } inputs, { } targets) => (inputs, targets),
            (null, _) => throw Missing(file, $"the inputs of its {part[0]} part", Inputs),
            _ => throw Missing(file, $"what to predict in its {part[0]} part", Targets),
        };

    private static string? Find(NpzFile file, string[] names, string[] parts)
    {
        var wanted = parts.SelectMany(part => names.SelectMany(name => part.Length == 0 ? [name] : new[] { $"{name}_{part}", $"{part}_{name}" }));
        string[] found = [.. file.Names.Where(name => wanted.Contains(name, StringComparer.OrdinalIgnoreCase))];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new DataException($"'{file.Path}' has {string.Join(" and ", found.Select(name => $"'{name}'"))}, and only one of them can be meant. Leave one out.");
    }

    private static DataException Missing(NpzFile file, string what, string[] names)
        => new($"'{file.Path}' has no array that is {what}: {string.Join(", ", names)}, also with train, test or val as in {names[0]}_train. "
            + $"It has {(file.Names.Count == 0 ? "no arrays" : string.Join(", ", file.Names))}.");
}
